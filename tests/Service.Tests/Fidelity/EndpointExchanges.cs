using System.Text;
using PreferenceFlow.Service.Tests.Formats;
using static PreferenceFlow.Service.Tests.Fidelity.Corpus;

namespace PreferenceFlow.Service.Tests.Fidelity;

/// <summary>Everything but answers.</summary>
internal static class EndpointExchanges
{
    private const string Form =
        "--odd boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n\0\u0001\r\n\r\n--odd boundary--\r\n";

    public static IEnumerable<Exchange> All =>
    [
        Get("models", "/v1/models") with { Answer = Utf8("{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"created\":1.0}]}\n") },
        Get("models busy", "/v1/models") with { Status = 429, Answer = Utf8("{}"), Tells = [("retry-after", "1")] },
        Get("models down", "/v1/models") with { Status = 503, Answer = Utf8("down") },
        Get("one model", "/v1/models/org%2Fmodel:free") with { Answer = Utf8("{\"id\":\"org/model:free\"}") },
        Get("head", "/v1/models") with { Method = "HEAD", Tells = [("Content-Type", "application/json"), ("Content-Length", "1234")] },
        Get("options", "/v1/models") with
        {
            Method = "OPTIONS",
            Status = 204,
            Tells = [("Allow", "GET, HEAD"), ("Access-Control-Allow-Origin", "*")],
        },
        Get("delete", "/v1/files/file-1") with { Method = "DELETE", Answer = Utf8("{\"deleted\":true}") },
        Get("custom verb", "/v1/things") with { Method = "PURGE", Status = 204, Tells = [] },
        Get("no content", "/v1/x") with { Status = 204, Tells = [] },
        Get("not modified", "/v1/x", ("If-None-Match", "\"e\"")) with { Status = 304, Tells = [("ETag", "\"e\"")] },
        Get("range", "/v1/files/f/content", ("Range", "bytes=2-5"), ("If-Range", "\"e\"")) with
        {
            Status = 206,
            Tells = [("Content-Type", "application/octet-stream"), ("Content-Range", "bytes 2-5/10"), ("Accept-Ranges", "bytes"),
            ("ETag", "\"e\"")],
            Answer = [2, 3, 4, 5],
        },
        Get("range not satisfiable",
            "/v1/files/f/content", ("Range", "bytes=99-")) with { Status = 416, Tells = [("Content-Range", "bytes */10")] },
        Get("file", "/v1/files/f/content") with
        {
            Tells = [("Content-Disposition", "attachment; filename=\"a b.jsonl\"")],
            Answer = Noise(1 << 20, 1),
        },
        Get("file, chunked", "/v1/files/f/content") with { Answer = Noise(300_000, 2), Chunked = true, Piece = 70_000 },
        Get("gzip file", "/v1/files/f/content", ("Accept-Encoding", "gzip, br;q=0.5")) with
        {
            Tells = [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")],
            Answer = Packed("some text", Gzip),
        },
        Get("described but not sent",
            "/v1/models", ("Content-Type", "application/json"), ("Accept", "application/json")) with { Answer = Utf8("{}") },
        Get("paths as they are", "/v1//a/../b/./c%2e%2E%2f/%E2%82%AC;x=1,2/@!$&'()*+,=~?q=%00&&?=a|b") with { Answer = Utf8("{}") },
        Get("empty query", "/v1/models?") with { Answer = Utf8("{}") },
        Get("question with a body",
            "/v1/search") with { Asks = [("Content-Type", "application/json")], Question = Utf8("{\"a\":1}"), Answer = Utf8("{}") },
        new("posted without a body") { Target = "/v1/batches/b/cancel", Answer = Utf8("{}") },
        Post("empty body", "/v1/threads", "application/json", []),
        Post("embeddings",
            "/v1/embeddings", "application/json", Utf8("""{"model":"e","input":["a","b"],"encoding_format":"base64"}""")) with
        {
            Answer = Utf8("""{"object":"list","data":[{"index":0,"embedding":[0.10,-1e-7,1.0]}],"usage":{"total_tokens":1}}"""),
        },
        Post("moderations", "/v1/moderations", "application/json; charset=utf-8", Utf8("{ \"input\" : \"\\u00e9\" }")),
        Post("no JSON at all", "/v1/anything", "application/json", Utf8("{broken")),
        Post("speech",
            "/v1/audio/speech", "application/json", Utf8("{}"))
            with { Tells = [("Content-Type", "audio/mpeg")], Answer = Noise(40_000, 3), Chunked = true },
        Post("multipart, echoed",
            "/v1/files?purpose=a%20b", "multipart/form-data; boundary=\"odd boundary\"", Encoding.Latin1.GetBytes(Form)) with
        {
            Tells = [("Content-Type", "multipart/form-data; boundary=\"odd boundary\"")],
            Answer = Encoding.Latin1.GetBytes(Form),
        },
        Post("chunked upload", "/v1/uploads/u/parts", "application/octet-stream", Noise(1 << 20, 4)) with { Chunked = true },
        Post("compressed upload", "/v1/embeddings", "application/json", Packed("{}", Brotli)) with { Asks = [("Content-Encoding", "br")] },
        Post("put",
            "/v1/things/1", "text/plain;charset=latin1", [0xE9])
            with { Method = "PUT", Status = 201, Tells = [("Location", "/v1/things/1")] },
        Post("patch", "/v1/things/1", "application/merge-patch+json", Utf8("{\"a\":null}")) with { Method = "PATCH" },
        Get("a stored response as events", "/v1/responses/resp_1?stream=true") with
        {
            Tells = [("Content-Type", "text/event-stream; charset=utf-8")],
            Answer = Utf8(ResponsesWire.Stream(["A bad", " day."])),
        },
        Post("response cancelled", "/v1/responses/resp_1/cancel", "application/json", []),
        Post("tokens counted", "/v1/messages/count_tokens", "application/json", Utf8("{\"model\": \"m\"}")),
        Post("Azure embeddings", "/openai/deployments/e%20f/embeddings?api-version=1", "application/json", Utf8("{}")),
    ];
}
