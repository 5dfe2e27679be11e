using PreferenceFlow.Training.Data;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>A linear Bradley–Terry model on hashed words and word pairs, by AdaGrad: what an ensemble must beat.</summary>
internal sealed class LinearBaseline
{
    private const int Buckets = 1 << 18;
    private const int Epochs = 2;
    private const int PairsOfPrompt = 60;
    private const float Rate = 0.05f;

    private readonly float[] _weights = new float[Buckets];
    private readonly Dictionary<string, (int[] Ids, float Value)> _features = [];

    public static LinearBaseline Train(IReadOnlyList<PreferencePair> pairs)
    {
        var (model, squares, random) = (new LinearBaseline(), new float[Buckets], new Random(1));
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var drawn = pairs.GroupBy(PairSplit.Source).SelectMany(g => Draw([.. g], random)).ToArray();
            random.Shuffle(drawn);
            foreach (var pair in drawn)
            {
                var wrong = (float)(1 / (1 + Math.Exp(model.Score(pair.Chosen) - model.Score(pair.Rejected))));
                Step(model.Features(pair.Chosen), wrong);
                Step(model.Features(pair.Rejected), -wrong);
            }
        }

        return model;

        void Step((int[] Ids, float Value) text, float slope)
        {
            foreach (var id in text.Ids)
            {
                var gradient = slope * text.Value;
                squares[id] += gradient * gradient;
                model._weights[id] += Rate * gradient / (MathF.Sqrt(squares[id]) + 1e-3f);
            }
        }
    }

    public double Score(string text)
    {
        var (ids, value) = Features(text);
        return ids.Sum(id => (double)_weights[id]) * value;
    }

    private static IEnumerable<PreferencePair> Draw(PreferencePair[] pairs, Random random)
    {
        random.Shuffle(pairs);
        return pairs.Take(PairsOfPrompt);
    }

    /// <summary>Distinct features, each of the same value, together of norm 1.</summary>
    private (int[] Ids, float Value) Features(string text)
    {
        if (_features.TryGetValue(text, out var known))
            return known;
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int[] ids = [.. words.Concat(words.Zip(words.Skip(1), (a, b) => $"{a} {b}")).Select(Bucket).Distinct()];
        return _features[text] = (ids, 1 / MathF.Sqrt(Math.Max(1, ids.Length)));
    }

    private static int Bucket(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name)
            hash = (hash ^ c) * 16777619u;
        return (int)((hash ^ (hash >> 15)) % Buckets);
    }
}
