using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PreferenceFlow.Clients.Embeddings;

/// <summary>Asks the upstream for embeddings: in batches, each text once, with the retries and clocks of <see cref="Upstream"/>.</summary>
/// <remarks>The key is the configured one. Safe to call from several threads.</remarks>
public sealed class EmbeddingClient(Upstream upstream, EmbeddingOptions options)
{
    private static readonly UpstreamRequest s_request = new() { Method = HttpMethod.Post, Target = "/v1/embeddings" };

    private readonly EmbeddingCache _cache = new(options.CacheEntries);

    /// <param name="texts">Texts, none of them empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A vector for each text, in their order, all of one length.</returns>
    /// <exception cref="UpstreamException">No embeddings came; the cause names the status, where there was one.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        while (true)
        {
            var promises = new Dictionary<string, Promise>();
            var found = texts.Select(text => Find(text, promises)).ToArray();
            await FetchAsync([.. promises.Values.Where(p => p.IsOurs)], cancellationToken);
            try
            {
                return await Task.WhenAll(found).WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Another caller was fetching one of them and gave up: it is ours to fetch now.
            }
        }
    }

    private Task<float[]> Find(string text, Dictionary<string, Promise> promises)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (!promises.TryGetValue(text, out var promise))
        {
            var source = new TaskCompletionSource<float[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Model}\0{text}")));
            promises[text] = promise = new(text, key, source, _cache.GetOrAdd(key, source));
        }

        return promise.Embedding;
    }

    /// <summary>Keeps our promises; those that cannot be kept end with what went wrong.</summary>
    private async Task FetchAsync(IReadOnlyList<Promise> promises, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var batch in Batches(promises))
            {
                var vectors = await AskAsync([.. batch.Select(p => p.Text)], cancellationToken);
                foreach (var (promise, vector) in batch.Zip(vectors))
                    promise.Source.SetResult(vector);
            }
        }
        catch (Exception exception)
        {
            foreach (var promise in promises.Where(p => !p.Embedding.IsCompleted))
            {
                _cache.Remove(promise.Key, promise.Embedding);
                if (exception is OperationCanceledException)
                    promise.Source.SetCanceled(CancellationToken.None);
                else
                    promise.Source.SetException(exception);
                _ = promise.Embedding.Exception; // seen here, where no other caller waits for it
            }

            throw;
        }
    }

    private IEnumerable<List<Promise>> Batches(IReadOnlyList<Promise> promises)
    {
        var (batch, characters) = (new List<Promise>(), 0);
        foreach (var promise in promises)
        {
            if (batch.Count > 0 && (batch.Count == options.MaxInputs || characters + promise.Text.Length > options.MaxCharacters))
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }

            batch.Add(promise);
            characters += promise.Text.Length;
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private async Task<float[][]> AskAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using var response = await upstream.EmbedAsync(new() { Model = options.Model, Input = texts }, s_request, cancellationToken);
        if (response.Message.StatusCode is not HttpStatusCode.OK and var status)
            throw new UpstreamException(UpstreamFailure.Refused, new HttpRequestException($"The status was {(int)status}.", null, status));
        try
        {
            var body = await JsonSerializer.DeserializeAsync<EmbeddingResponse>(response.Body, JsonSerializerOptions.Default, cancellationToken);
            return body?.Data is null ? throw new JsonException("The response has no data.") : body.InOrder(texts.Count);
        }
        catch (JsonException exception)
        {
            throw new UpstreamException(UpstreamFailure.Garbage, exception);
        }
    }

    private sealed record Promise(string Text, string Key, TaskCompletionSource<float[]> Source, Task<float[]> Embedding)
    {
        public bool IsOurs => Embedding == Source.Task;
    }
}
