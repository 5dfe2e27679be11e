using PreferenceFlow.FlowModel.Encoding;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>
/// A classifier of its own that tells rejected from chosen texts: logistic regression on words and word pairs. It shares neither
/// features nor weights with the reward ensemble, and neither training nor the gate ever asks it.
/// </summary>
internal sealed class LinearJudge
{
    private const int Buckets = 1 << 17;
    private const int BatchTexts = 256;
    private const int Epochs = 6;

    private readonly float[] _weights;
    private readonly float _bias;

    private LinearJudge(float[] weights, float bias) => (_weights, _bias) = (weights, bias);

    /// <summary>Learns from texts of both kinds; the two classes weigh alike.</summary>
    public static LinearJudge Train(IReadOnlyList<string> rejected, IReadOnlyList<string> chosen, int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var examples = rejected.Select(t => (Features: Features(t), Label: 1f, Weight: 0.5f / rejected.Count))
            .Concat(chosen.Select(t => (Features: Features(t), Label: 0f, Weight: 0.5f / chosen.Count))).ToArray();
        using var table = nn.Embedding(Buckets, 1);
        nn.init.zeros_(table.weight!);
        using var bias = nn.Parameter(zeros(1));
        using var optimizer = optim.AdamW([table.weight!, bias], 0.01, weight_decay: 0);
        var random = new Random(seed);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(examples);
            foreach (var batch in examples.Chunk(BatchTexts))
            {
                using var step = NewDisposeScope();
                var packed = FeatureBatch.Pack([.. batch.Select(e => TextFeatures.Of(e.Features, 0))]);
                var ids = tensor(packed.Ids).reshape(packed.Rows, packed.Length);
                var logits = (table.call(ids).squeeze(-1) * ids.ne(0).to_type(ScalarType.Float32)).sum(1) + bias;   // [B]
                var weights = tensor(batch.Select(e => e.Weight * examples.Length).ToArray());
                var losses = nn.functional.softplus(logits) - (logits * tensor(batch.Select(e => e.Label).ToArray()));
                optimizer.zero_grad();
                (losses * weights).mean().backward();
                optimizer.step();
            }
        }

        return new(table.weight!.detach().data<float>().ToArray(), bias.item<float>());
    }

    /// <summary>Probability that a text is of the rejected kind, 0 to 1.</summary>
    public double Probability(string text) => 1 / (1 + Math.Exp(-(_bias + Features(text).Sum(f => (double)_weights[f]))));

    private static int[] Features(string text)
    {
        var features = new HashSet<int>();
        var previous = "<s>";
        foreach (var word in WordTokens.Of(text).Append("</s>"))
        {
            features.Add(Bucket(word));
            features.Add(Bucket(previous + " " + word));
            previous = word;
        }

        return [.. features];
    }

    private static int Bucket(string feature)
    {
        var hash = 2166136261u;
        foreach (var c in feature)
            hash = (hash ^ c) * 16777619u;
        hash ^= hash >> 15;
        return 1 + (int)(hash % (Buckets - 1));
    }
}
