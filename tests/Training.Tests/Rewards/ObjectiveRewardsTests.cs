using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using PreferenceFlow.Training.Rewards;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Rewards;

/// <summary>Two groups that agree about one word and differ about another.</summary>
public sealed class ObjectiveRewardsTests : IDisposable
{
    private static readonly HashedNgramEncoder s_encoder = new(512);
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryDirectory _directory = new();
    private readonly ObjectiveOptions _options = new()
    {
        Buckets = s_encoder.Rows, Width = 4, BatchPairs = 4, Loop = new() { Steps = 150, LearningRate = 0.02, WarmUp = 5, Ema = 0.9 },
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Task_GroupsThatDiffer_LearnsBoth(bool minNorm)
    {
        using var heads = Serve(Train(_options with { MinNorm = minNorm }));
        var scores = new ObjectiveRewards(["left", "right"], heads).Score(["kind", "rude", "long", "short"], CancellationToken.None);

        Assert.All([0, 1], group => Assert.True(scores[0][group] > scores[1][group]));
        Assert.True(scores[2][0] > scores[3][0]);
        Assert.True(scores[2][1] < scores[3][1]);
    }

    [Fact]
    public void Export_Scores_AreThoseOfTheNetwork()
    {
        var net = Train(_options);
        string[] texts = ["kind and long", "a rude one", ""];
        var packed = FeatureBatch.Pack([.. texts.Select(t => s_encoder.Encode("", t))]);
        var expected = net.call(tensor(packed.Ids).reshape(packed.Rows, packed.Length)).data<float>().ToArray();

        using var heads = Serve(net);
        var scores = heads.Score(texts, CancellationToken.None);

        Assert.All(expected.Zip(scores.SelectMany(s => s)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void HeadGradients_ClosedForm_IsThatOfAutograd()
    {
        manual_seed(3);
        using var net = new ObjectiveRewardNet(new(2, s_encoder.Rows, 4));
        var task = new ObjectiveTask(net, [s_left, s_right], [s_left, s_right], _options with { BatchPairs = 3 });
        var encoded = randn(6, 4);
        var differences = net.Rewards(encoded);

        var closed = task.HeadGradients(encoded, cat([differences.narrow(0, 0, 3).narrow(1, 0, 1), differences.narrow(0, 3, 3).narrow(1, 1, 1)]).squeeze(-1));

        for (var objective = 0; objective < 2; objective++)
        {
            net.Head.grad = null;
            nn.functional.softplus(-net.Rewards(encoded).narrow(0, 3 * objective, 3).narrow(1, objective, 1)).mean().backward();
            var gradient = (net.Head.grad! / net.Head.grad!.norm()).data<float>().ToArray();
            Assert.All(gradient.Zip(closed[objective]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Fact]
    public void Weights_ByName_AreInTheOrderOfTheHeadsAndSumToOne()
    {
        using var heads = Serve(new ObjectiveRewardNet(new(2, s_encoder.Rows, 4)));
        var rewards = new ObjectiveRewards(["helpful", "harmless"], heads);

        Assert.Equal([0.25, 0.75], rewards.Weights(new Dictionary<string, double> { ["harmless"] = 3, ["helpful"] = 1 }));
        Assert.Equal([0, 1], rewards.Weights(new Dictionary<string, double> { ["harmless"] = 2 }));
        Assert.Equal([0.5, 0.5], rewards.Weights(new Dictionary<string, double>()));
    }

    [Theory]
    [InlineData("honest", 1, "There is no objective \"honest\"; there are \"helpful\", \"harmless\".")]
    [InlineData("helpful", -1, "The weight of \"helpful\" (-1) must be at least 0.")]
    [InlineData("helpful", 0, "One weight at least must be above 0.")]
    public void Weights_Unusable_SaysWhich(string name, double weight, string expected)
    {
        using var heads = Serve(new ObjectiveRewardNet(new(2, s_encoder.Rows, 4)));
        var rewards = new ObjectiveRewards(["helpful", "harmless"], heads);

        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => rewards.Weights(new Dictionary<string, double> { [name] = weight })).Message);
    }

    [Fact]
    public void Objectives_NotAsManyAsHeads_Throws()
    {
        using var heads = Serve(new ObjectiveRewardNet(new(2, s_encoder.Rows, 4)));

        Assert.Contains("2 heads", Assert.Throws<ArgumentException>(() => new ObjectiveRewards(["helpful"], heads)).Message);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _directory.Dispose();
    }

    private static readonly RewardExample[] s_left = [Pair("kind", "rude"), Pair("long", "short")];
    private static readonly RewardExample[] s_right = [Pair("kind", "rude"), Pair("short", "long")];

    private static RewardExample Pair(string chosen, string rejected) => new(s_encoder.Encode("", chosen), s_encoder.Encode("", rejected), 0);

    private ObjectiveRewardNet Train(ObjectiveOptions options)
    {
        manual_seed(1);
        var net = new ObjectiveRewardNet(new(2, options.Buckets, options.Width));
        var task = new ObjectiveTask(net, [s_left, s_right], [s_left, s_right], options);
        new TrainingLoop(options.Loop, new RunDirectory(_directory.Path, "", resume: false), new RecordingObserver()).Run(task, CancellationToken.None);
        return net;
    }

    private static RewardEnsemble Serve(ObjectiveRewardNet net) =>
        new(s_encoder, ObjectiveRewardExporter.Export(net), new Calibration([1, 1], 1), new OnnxOptions());
}
