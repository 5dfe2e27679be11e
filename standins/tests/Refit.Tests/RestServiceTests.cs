using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Refit.Tests;

public sealed class RestServiceTests
{
    private static readonly string[] Several = ["a", "b"];
    private readonly RecordingHandler http = new();

    [Fact]
    public async Task Path_ParameterWithSlashAndQuery_IsEscapedAndAppended()
    {
        var named = await http.Api().GetAsync("a/b c", 7, missing: null, CancellationToken.None);

        Assert.Equal("a", named.Name);
        Assert.Equal("http://host/base/things/a%2Fb%20c?page=7", http.Request!.RequestUri!.AbsoluteUri);
        Assert.Equal(HttpMethod.Get, http.Request.Method);
    }

    [Fact]
    public async Task Path_CatchAll_KeepsSlashes()
    {
        await http.Api().DeleteAsync("a/b c/d");

        Assert.Equal("http://host/base/files/a/b%20c/d", http.Request!.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task Body_Content_IsSentAsItIsAndPropertyIsSet()
    {
        var bytes = Encoding.UTF8.GetBytes("{ \"a\":1.0 }");

        using var response = await http.Api().PostAsync(new ByteArrayContent(bytes), Several, CancellationToken.None);

        Assert.Equal(bytes, http.Body);
        Assert.True(http.Request!.Options.TryGetValue(new HttpRequestOptionsKey<object>("key"), out var value));
        Assert.Same(Several, value);
    }

    [Fact]
    public async Task Body_Stream_ReturnsStream()
    {
        await using var answer = await http.Api().PutAsync(new MemoryStream([1, 2, 3]));

        Assert.Equal([1, 2, 3], http.Body!);
        Assert.Equal("{\"name\":\"a\"}", await new StreamReader(answer).ReadToEndAsync());
    }

    [Fact]
    public async Task Headers_FixedParameterAndCollection_LaterReplacesEarlier()
    {
        await http.Api().PatchAsync("text", "new", new Dictionary<string, string> { ["X-More"] = "m" });

        Assert.Equal("one", http.Request!.Headers.GetValues("X-Fixed").Single());
        Assert.Equal("new", http.Request.Headers.GetValues("X-Replaced").Single());
        Assert.Equal("m", http.Request.Headers.GetValues("X-More").Single());
        Assert.Equal("text", Encoding.UTF8.GetString(http.Body!));
    }

    [Fact]
    public async Task Header_Null_IsRemoved()
    {
        await http.Api().PatchAsync("text", null, new Dictionary<string, string>());

        Assert.False(http.Request!.Headers.Contains("X-Replaced"));
    }

    [Fact]
    public async Task Body_Object_IsCamelCaseJson()
    {
        using var content = await http.Api().OptionsAsync(new Named("b"));

        Assert.Equal("{\"name\":\"b\"}", Encoding.UTF8.GetString(http.Body!));
        Assert.Equal("application/json", http.Request!.Content!.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Body_SerializedString_IsQuoted()
    {
        await http.Api().QuotedAsync("b");

        Assert.Equal("\"b\"", Encoding.UTF8.GetString(http.Body!));
    }

    [Fact]
    public async Task Response_ErrorStatus_ThrowsUnlessMessageIsAsked()
    {
        http.Answer = () => new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("slow down") };

        using var message = await http.Api().HeadAsync();
        var exception = await Assert.ThrowsAsync<ApiException>(() => http.Api().QuotedAsync("b"));

        Assert.Equal(HttpStatusCode.TooManyRequests, message.StatusCode);
        Assert.Equal("slow down", exception.Content);
    }

    [Fact]
    public async Task Transport_Failure_IsWrappedUnlessTheFactorySaysOtherwise()
    {
        http.Answer = () => throw new HttpRequestException("no route");
        var settings = new RefitSettings { TransportExceptionFactory = (_, exception, _) => exception };

        var wrapped = await Assert.ThrowsAsync<ApiRequestException>(() => http.Api().HeadAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => http.Api(settings).HeadAsync());

        Assert.IsType<HttpRequestException>(wrapped.InnerException);
    }

    [Fact]
    public async Task BaseAddress_Missing_Throws()
    {
        var api = RestService.For<IApi>(new HttpClient(http));

        await Assert.ThrowsAsync<InvalidOperationException>(() => api.HeadAsync());
    }

    [Fact]
    public async Task AddRefitClient_Resolved_SendsThroughTheNamedClient()
    {
        var services = new ServiceCollection();
        services.AddRefitGeneratedClient<IApi>(null).ConfigureHttpClient(client => client.BaseAddress = new Uri("http://other/")).ConfigurePrimaryHttpMessageHandler(() => http);
        await using var provider = services.BuildServiceProvider();

        using var response = await provider.GetRequiredService<IApi>().HeadAsync();

        Assert.Equal("http://other/none", http.Request!.RequestUri!.AbsoluteUri);
        Assert.Equal(HttpMethod.Head, http.Request.Method);
    }
}
