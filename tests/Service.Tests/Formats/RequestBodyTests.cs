using System.Text;
using Microsoft.AspNetCore.Http;
using PreferenceFlow.Service.Formats;

namespace PreferenceFlow.Service.Tests.Formats;

public sealed class RequestBodyTests
{
    [Fact]
    [Trait("Threat", "bodies that are announced and do not come")]
    public async Task Read_AnnouncedAndNotSent_TakesLittleMemory()
    {
        var request = new DefaultHttpContext().Request;
        request.ContentLength = 100_000_000;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes("{}"));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var body = RequestBody.ReadAsync(request, 100_000_000, default); // ends on this thread: there is nothing to wait for
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal("{}", Encoding.UTF8.GetString((await body).Span));
        Assert.InRange(taken, 0, 3_000_000);
    }
}
