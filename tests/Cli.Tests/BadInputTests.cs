namespace PreferenceFlow.Cli.Tests;

/// <summary>What a user can get wrong: exit code 1, one line that says what, no trace.</summary>
public sealed class BadInputTests(TrainedOnce trained)
{
    private const string Good = """{"chosen":"It is good.","rejected":"It is bad."}""";

    [Fact]
    public async Task Train_MissingFile_NamesIt() =>
        await FailsAsync("nowhere.jsonl: there is no such file", "train", trained.Free("nowhere.jsonl"));

    [Fact]
    public async Task Train_EmptyFile_SaysSo() =>
        await FailsAsync("pflow: No good pair was found", "train", trained.Write("empty.jsonl", ""));

    [Fact]
    public async Task Train_OnlyBadLines_ReportsEach()
    {
        var file = trained.Write("bad.jsonl", "not json\n[]\n{\"chosen\":\"a\"}\n{\"chosen\":\"a\",\"rejected\":\"a\"}\n");

        var result = await FailsAsync("pflow: No good pair was found", "train", file);

        Assert.StartsWith($"{file}:1: not valid JSON", result.Errors);
        Assert.Contains($"{file}:2: expected a JSON object", result.Errors);
        Assert.Contains($"{file}:3: field 'rejected'", result.Errors);
        Assert.Contains($"{file}:4: field 'chosen'", result.Errors);
        Assert.Contains($"{file}: 0 pairs, 4 bad lines", result.Errors);
    }

    [Fact]
    public async Task Train_Strict_StopsAtFirstBadLine()
    {
        var result = await FailsAsync("line 2: not valid JSON", "train", "--strict", trained.Write("strict.jsonl", $"{Good}\n?\n[]\n"));

        Assert.DoesNotContain("line 3", result.Errors);
    }

    [Fact]
    public async Task Train_TooFewPairs_SaysHowMany() =>
        await FailsAsync("pflow: 1 pairs do not suffice", "train", trained.Write("one.jsonl", Good), "--output", trained.Free("none"));

    [Theory]
    [InlineData("upstream.example", "--embeddings-url: Upstream:BaseUrl must be an absolute http or https URL")]
    [InlineData("http://127.0.0.1:1", "http://127.0.0.1:1: no embeddings came. The upstream cannot be reached.")]
    public async Task Train_UpstreamOutOfReach_SaysSo(string url, string problem)
    {
        var config = trained.Write("upstream.json", """{"transforms":["select"],"answerRewards":{"encoder":"upstream","embeddingModel":"m"}}""");

        await FailsAsync(
            problem, "train", trained.Pairs, "--config", config, "--output", trained.Free("upstream-bundle"), "--embeddings-url", url);
    }

    [Fact]
    public async Task Train_EncoderFolderMissing_NamesIt()
    {
        var folder = trained.Free("no-encoder");
        var config = trained.Write(
            "encoder.json", """{"transforms":["select"],"answerRewards":{"encoder":"onnx","encoderDirectory":"FOLDER"}}""".Replace("FOLDER", folder));

        await FailsAsync($"pflow: {folder}: there is no such folder", "train", trained.Pairs, "--config", config, "--output", trained.Free("onnx-bundle"));
    }

    [Theory]
    [InlineData("""{"flow":{"widht":64}}""", "widht")]
    [InlineData("""{"flow":null}""", "flow")]
    [InlineData("null", "null")]
    [InlineData("{", "JSON")]
    [InlineData("""{"flow":{"width":30}}""", "Flow.Width (30)")]
    [InlineData("""{"heldOut":0.7,"validation":0.5}""", "HeldOut + Validation (1.2)")]
    [InlineData("""{"flow":{"vocabulary":100}}""", "Flow.Vocabulary (100)")]
    [InlineData("""{"rewards":{"members":1}}""", "Rewards.Members (1)")]
    [InlineData("""{"rewards":{"encoder":"upstream","embeddingModel":"m"}}""", "Rewards.Encoder (Upstream)")]
    [InlineData("""{"answerRewards":{"encoder":"upstream"}}""", "AnswerRewards.EmbeddingModel (none)")]
    [InlineData("""{"answerRewards":{"encoder":"onnx"}}""", "AnswerRewards.EncoderDirectory (none)")]
    [InlineData("""{"rewards":{"encoder":"onnx","encoderDirectory":"a"},"answerRewards":{"encoder":"onnx","encoderDirectory":"b"}}""", "AnswerRewards.EncoderDirectory (b)")]
    [InlineData("""{"answerRewards":{"encoderTokens":7}}""", "AnswerRewards.EncoderTokens (7)")]
    public async Task Train_BadConfig_NamesFileAndField(string config, string field)
    {
        var file = trained.Write($"config-{Math.Abs(config.GetHashCode(StringComparison.Ordinal))}.json", config);

        var result = await FailsAsync(field, "train", trained.Pairs, "--config", file);

        Assert.Contains(file, result.LastError);
    }

    [Fact]
    public async Task Train_SeveralBadOptions_AreAllNamed()
    {
        var file = trained.Write("several.json", """{"heldOut":-1,"flow":{"dropout":1},"rewards":{"buckets":0}}""");

        var result = await FailsAsync("HeldOut (-1)", "train", trained.Pairs, "--config", file);

        Assert.Contains("Flow.Dropout (1)", result.LastError);
        Assert.Contains("Rewards.Buckets (0)", result.LastError);
    }

    [Theory]
    [InlineData("--max-minutes must be above 0.", "train", "x.jsonl", "--max-minutes", "0")]
    [InlineData("--strength must lie in 0 to 2.", "transform", "x", "--strength", "3")]
    [InlineData("--max-edits must be at least 0.", "transform", "x", "--max-edits", "-1")]
    [InlineData("--report must name a file that ends in .html.", "evaluate", "x.jsonl", "--report", "figures.json")]
    [InlineData("--nonsense", "inspect", "x", "--nonsense")]
    [InlineData("pairs", "train")]
    public async Task Arguments_OutOfRange_AreNamed(string problem, params string[] arguments)
    {
        var result = await Pflow.RunAsync(arguments);

        Assert.Equal(1, result.Code);
        Assert.Contains(problem, result.Errors);
    }

    private static async Task<PflowResult> FailsAsync(string reason, params string[] arguments)
    {
        var result = await Pflow.RunAsync(arguments);
        Assert.Equal(1, result.Code);
        Assert.StartsWith("pflow: ", result.LastError);
        Assert.Contains(reason, result.LastError);
        Assert.DoesNotContain("   at ", result.Errors);
        return result;
    }
}
