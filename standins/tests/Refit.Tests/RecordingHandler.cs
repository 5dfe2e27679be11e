using System.Net;

namespace Refit.Tests;

/// <summary>Keeps the request with its body and answers what it is told.</summary>
internal sealed class RecordingHandler : HttpMessageHandler
{
    public HttpRequestMessage? Request { get; private set; }

    public byte[]? Body { get; private set; }

    public Func<HttpResponseMessage> Answer { get; set; } = () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{\"name\":\"a\"}") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Request = request;
        Body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        return Answer();
    }

    public IApi Api(RefitSettings? settings = null) =>
        RestService.For<IApi>(new HttpClient(this) { BaseAddress = new Uri("http://host/base/") }, settings);
}

public sealed record Named(string Name);

[Headers("X-Fixed: one", "X-Replaced: old")]
public interface IApi
{
    [Get("/things/{id}")]
    Task<Named> GetAsync(string id, [AliasAs("page")] int number, [Query] string? missing, CancellationToken cancellationToken);

    [Delete("/files/{**path}")]
    Task DeleteAsync(string path);

    [Post("/raw")]
    Task<HttpResponseMessage> PostAsync([Body] HttpContent content, [Property("key")] object value, CancellationToken cancellationToken);

    [Put("/stream")]
    Task<Stream> PutAsync([Body] Stream content);

    [Patch("/text")]
    Task<string> PatchAsync([Body] string content, [Header("X-Replaced")] string? replaced, [HeaderCollection] IDictionary<string, string> more);

    [Options("/object")]
    Task<HttpContent> OptionsAsync([Body] Named body);

    [Post("/quoted")]
    Task<string> QuotedAsync([Body(BodySerializationMethod.Serialized)] string body);

    [Head("/none")]
    Task<HttpResponseMessage> HeadAsync();
}
