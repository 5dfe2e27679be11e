using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Clients.Embeddings;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Cli;

/// <summary>Embeddings of an upstream for the training. The key comes from the environment and from nowhere else.</summary>
internal sealed class UpstreamEmbeddings : IEmbeddingSource, IDisposable
{
    public const string KeyVariable = "OPENAI_API_KEY";

    private readonly ServiceProvider _services;
    private readonly EmbeddingClient _client;
    private readonly string _url;

    /// <param name="url">Base URL of an OpenAI-compatible API.</param>
    /// <param name="model">Name of its embedding model.</param>
    /// <exception cref="TrainingFailedException">The URL is none.</exception>
    public UpstreamEmbeddings(string url, string model)
    {
        _url = url;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Upstream:BaseUrl"] = url, ["Upstream:ApiKey"] = Environment.GetEnvironmentVariable(KeyVariable),
        }).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddUpstream();
        _services = services.BuildServiceProvider();
        try
        {
            _client = new(_services.GetRequiredService<Upstream>(), new() { Model = model });
        }
        catch (OptionsValidationException exception)
        {
            throw new TrainingFailedException($"--embeddings-url: {exception.Message}");
        }
    }

    public async Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.EmbedAsync(texts, cancellationToken).ConfigureAwait(false);
        }
        catch (UpstreamException exception)
        {
            throw new TrainingFailedException(
                $"{_url}: no embeddings came. {exception.Message} {exception.InnerException?.Message} "
                + $"The key is read from {KeyVariable}; --resume goes on.");
        }
    }

    public void Dispose() => _services.Dispose();
}
