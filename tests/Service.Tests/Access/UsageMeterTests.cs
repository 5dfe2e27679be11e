using System.Text;
using PreferenceFlow.Service.Access;

namespace PreferenceFlow.Service.Tests.Access;

public sealed class UsageMeterTests
{
    [Theory]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":13,"details":{"total_tokens":99}}}""", 13)]
    [InlineData("""{"usage" : { "input_tokens" : 7 , "output_tokens" : 5 } , "id":"x"}""", 12)]
    [InlineData("data: {\"usage\":null}\n\ndata: {\"choices\":[],\"usage\":{\"total_tokens\":13}}\n\ndata: [DONE]\n\n", 13)]
    [InlineData(
        "event: message_start\ndata: {\"message\":{\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}\n\n" +
        "event: message_delta\ndata: {\"usage\":{\"output_tokens\":20}}\n\n", 30)]
    [InlineData("""{"choices":[{"message":{"content":"\"usage\":{\"total_tokens\":99}"}}],"usage":{"total_tokens":13}}""", 13)]
    [InlineData("""{"metadata":{"usage":"little"},"usage":{"total_tokens":13}}""", 13)]
    public void Tokens_AnswerTellsThem_AreThoseHoweverTheBytesArrive(string answer, long expected)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var meter = new UsageMeter();
            meter.Answer(bytes.AsSpan(0, cut));
            meter.Answer(bytes.AsSpan(cut));
            Assert.True(meter.Told);
            Assert.Equal(expected, meter.Tokens);
        }

        var single = new UsageMeter();
        for (var at = 0; at < bytes.Length; at++)
            single.Answer(bytes.AsSpan(at, 1));
        Assert.Equal(expected, single.Tokens);
    }

    [Theory]
    [InlineData("12345678", "123456789", 2 + 3)] // four bytes to a token, begun ones included
    [InlineData("12345678", "data: {}\n\ndata: {\"usage\":null}\n\ndata: [DONE]\n\n", 2 + 3)] // one event to a token
    [InlineData("", "{\"usage\":{\"total_tokens\":", 7)] // cut off in the middle
    [InlineData("", "{\"usage\":{broken}}", 5)]
    [Trait("Threat", "tokens that nobody counts")]
    public void Tokens_AnswerTellsNone_AreEstimated(string request, string answer, long expected)
    {
        var meter = new UsageMeter();
        meter.Ask(Encoding.UTF8.GetBytes(request));
        meter.Answer(Encoding.UTF8.GetBytes(answer));

        Assert.False(meter.Told);
        Assert.Equal(expected, meter.Tokens);
    }

    [Fact]
    [Trait("Threat", "tokens that nobody counts")]
    public void Tokens_PretendedInAText_AreNotBelieved()
    {
        var meter = new UsageMeter();
        meter.Answer("""{"choices":[{"message":{"content":"\"usage\":{\"total_tokens\":1}"}}]}"""u8);

        Assert.False(meter.Told);
    }

    [Fact]
    public void Tokens_ObjectWithoutEnd_IsGivenUp()
    {
        var meter = new UsageMeter();
        meter.Answer("{\"usage\":{\"a\":\""u8);
        for (var part = 0; part < 100; part++)
            meter.Answer(new byte[1000].Select(_ => (byte)'x').ToArray());
        meter.Answer("\"}} {\"usage\":{\"total_tokens\":13}}"u8);

        Assert.Equal(13, meter.Tokens);
    }
}
