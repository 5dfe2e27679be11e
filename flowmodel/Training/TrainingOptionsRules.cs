using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training;

/// <summary>What training options must hold to: all violations at once, before anything is trained.</summary>
public static class TrainingOptionsRules
{
    /// <summary>Ids of the special tokens and the bytes: no vocabulary is smaller.</summary>
    private const int SmallestVocabulary = 260;

    /// <summary>One sentence for each option out of its range, with its name and value.</summary>
    public static IReadOnlyList<string> Problems(TrainingOptions options)
    {
        var problems = new List<string>();
        void Require(bool holds, string name, object value, string rule)
        {
            if (!holds)
                problems.Add($"{name} ({value}) must {rule}.");
        }

        void RequireLoop(string name, LoopOptions loop)
        {
            Require(loop.Steps >= 1, $"{name}.Steps", loop.Steps, "be at least 1");
            Require(loop.MaxTime > TimeSpan.Zero, $"{name}.MaxTime", loop.MaxTime, "be above 0");
            Require(loop.LearningRate > 0, $"{name}.LearningRate", loop.LearningRate, "be above 0");
            Require(loop.WarmUp >= 1, $"{name}.WarmUp", loop.WarmUp, "be at least 1");
            Require(loop.WeightDecay >= 0, $"{name}.WeightDecay", loop.WeightDecay, "be at least 0");
            Require(loop.ClipNorm > 0, $"{name}.ClipNorm", loop.ClipNorm, "be above 0");
            Require(loop.Ema is >= 0 and < 1, $"{name}.Ema", loop.Ema, "be at least 0 and below 1");
            Require(loop.ValidateEvery >= 1, $"{name}.ValidateEvery", loop.ValidateEvery, "be at least 1");
            Require(loop.Patience >= 1, $"{name}.Patience", loop.Patience, "be at least 1");
        }

        void RequireRewards(string name, RewardOptions rewards)
        {
            Require(rewards.Members >= 4, $"{name}.Members", rewards.Members, "be at least 4");
            Require(rewards.Units >= 1, $"{name}.Units", rewards.Units, "be at least 1");
            Require(rewards.Buckets > 2, $"{name}.Buckets", rewards.Buckets, "be above 2");
            Require(rewards.DamagedShare is >= 0 and < 1, $"{name}.DamagedShare", rewards.DamagedShare, "be at least 0 and below 1");
            Require(rewards.MinPrompts >= 1, $"{name}.MinPrompts", rewards.MinPrompts, "be at least 1");
            Require(rewards.MeasureUnits >= 1, $"{name}.MeasureUnits", rewards.MeasureUnits, "be at least 1");
            Require(rewards.MarginScale >= 0, $"{name}.MarginScale", rewards.MarginScale, "be at least 0");
            Require(rewards.LengthBias.All(b => b is >= 0 and <= 1), $"{name}.LengthBias", string.Join(", ", rewards.LengthBias), "each lie in 0 to 1");
            Require(rewards.Smoothing is >= 0 and < 1, $"{name}.Smoothing", rewards.Smoothing, "be at least 0 and below 1");
            Require(rewards.SuspectShare is >= 0 and <= 1, $"{name}.SuspectShare", rewards.SuspectShare, "lie in 0 to 1");
            Require(rewards.SuspectWeight is >= 0 and <= 1, $"{name}.SuspectWeight", rewards.SuspectWeight, "lie in 0 to 1");
            Require(rewards.MaxCalibrationError is null or > 0, $"{name}.MaxCalibrationError", rewards.MaxCalibrationError ?? 0, "be above 0");
            Require(
                rewards.Encoder != EncoderKind.Upstream || rewards.MaxCalibrationError is null, $"{name}.MaxCalibrationError",
                rewards.MaxCalibrationError ?? 0, "be left out: rewards that read an upstream's embeddings are not measured on held-out pairs");
            Require(
                rewards.Encoder != EncoderKind.Onnx || rewards.EncoderDirectory is { Length: > 0 }, $"{name}.EncoderDirectory",
                rewards.EncoderDirectory ?? "none", "name the folder of the encoder's files");
            Require(rewards.EncoderTokens >= 8, $"{name}.EncoderTokens", rewards.EncoderTokens, "be at least 8");
            Require(
                rewards.Encoder != EncoderKind.Upstream || rewards.EmbeddingModel is { Length: > 0 }, $"{name}.EmbeddingModel",
                rewards.EmbeddingModel ?? "none", "name the upstream's embedding model");
            Require(rewards.BatchPairs >= 1, $"{name}.BatchPairs", rewards.BatchPairs, "be at least 1");
            RequireLoop($"{name}.Loop", rewards.Loop);
        }

        void RequirePessimism(string name, PessimismOptions pessimism)
        {
            Require(pessimism.Caution >= 0, $"{name}.Caution", pessimism.Caution, "be at least 0");
            Require(pessimism.DoubtWeight >= 0, $"{name}.DoubtWeight", pessimism.DoubtWeight, "be at least 0");
            Require(pessimism.Temperature > 0, $"{name}.Temperature", pessimism.Temperature, "be above 0");
            Require(pessimism.MaxExpectedLoss is >= 0 and <= 1, $"{name}.MaxExpectedLoss", pessimism.MaxExpectedLoss, "lie in 0 to 1");
        }

        var (flow, rewards, proposals, gate) = (options.Flow, options.Rewards, options.Proposals, options.Gate);
        Require(options.HeldOut is >= 0 and < 1, "HeldOut", options.HeldOut, "be at least 0 and below 1");
        Require(options.Validation > 0, "Validation", options.Validation, "be above 0");
        Require(options.HeldOut + options.Validation < 1, "HeldOut + Validation", options.HeldOut + options.Validation, "be below 1");
        Require(options.GoodChanged is >= 0 and <= 1, "GoodChanged", options.GoodChanged, "lie in 0 to 1");
        Require(
            options.EditCosts.Count > 0 && options.EditCosts.All(c => c >= 0),
            "EditCosts", string.Join(", ", options.EditCosts), "hold costs of at least 0");
        Require(flow.Vocabulary >= SmallestVocabulary, "Flow.Vocabulary", flow.Vocabulary, $"be at least {SmallestVocabulary}");
        Require(flow.Heads >= 1, "Flow.Heads", flow.Heads, "be at least 1");
        Require(
            flow.Width >= 1 && flow.Width % Math.Max(1, flow.Heads) == 0, "Flow.Width", flow.Width,
            $"be a multiple of Flow.Heads ({flow.Heads})");
        Require(flow.Depth >= 1, "Flow.Depth", flow.Depth, "be at least 1");
        Require(flow.Dropout is >= 0 and < 1, "Flow.Dropout", flow.Dropout, "be at least 0 and below 1");
        Require(flow.IdentityShare is >= 0 and <= 1, "Flow.IdentityShare", flow.IdentityShare, "lie in 0 to 1");
        Require(flow.PromptDropout is >= 0 and <= 1, "Flow.PromptDropout", flow.PromptDropout, "lie in 0 to 1");
        Require(flow.NearnessScale > 0, "Flow.NearnessScale", flow.NearnessScale, "be above 0");
        Require(flow.MaxEditRatio > 0, "Flow.MaxEditRatio", flow.MaxEditRatio, "be above 0");
        Require(flow.TurnBelow is null or (>= 0 and <= 0.5), "Flow.TurnBelow", flow.TurnBelow ?? 0, "lie in 0 to 0.5");
        Require(flow.BatchTokens >= 1, "Flow.BatchTokens", flow.BatchTokens, "be at least 1");
        RequireLoop("Flow.Loop", flow.Loop);
        Require(options.Transforms.Count > 0, "Transforms", "none", "name edit, select or both");
        RequireRewards("Rewards", rewards);
        Require(
            rewards.Encoder != EncoderKind.Upstream, "Rewards.Encoder", rewards.Encoder,
            "be an encoder at hand: the versions that edits make are not known beforehand, and none can wait for its embedding");
        Require(
            rewards.Encoder != EncoderKind.Onnx || options.AnswerRewards.Encoder != EncoderKind.Onnx
                || (rewards.EncoderDirectory, rewards.EncoderTokens) == (options.AnswerRewards.EncoderDirectory, options.AnswerRewards.EncoderTokens),
            "AnswerRewards.EncoderDirectory", options.AnswerRewards.EncoderDirectory ?? "none",
            "be that of Rewards, EncoderTokens too: a bundle holds one encoder");
        RequireRewards("AnswerRewards", options.AnswerRewards);
        Require(proposals.Levels.All(l => l > 0), "Proposals.Levels", string.Join(", ", proposals.Levels), "each be above 0");
        Require(
            proposals.DeletionLevels.All(l => l > 0),
            "Proposals.DeletionLevels", string.Join(", ", proposals.DeletionLevels), "each be above 0");
        Require(proposals.Samples >= 0, "Proposals.Samples", proposals.Samples, "be at least 0");
        Require(proposals.MaxAlone >= 0, "Proposals.MaxAlone", proposals.MaxAlone, "be at least 0");
        var objectives = options.Objectives;
        Require(objectives.MinTrainingPairs >= 1, "Objectives.MinTrainingPairs", objectives.MinTrainingPairs, "be at least 1");
        Require(objectives.MinValidationPairs >= 1, "Objectives.MinValidationPairs", objectives.MinValidationPairs, "be at least 1");
        Require(objectives.Buckets > 2, "Objectives.Buckets", objectives.Buckets, "be above 2");
        Require(objectives.Width >= 1, "Objectives.Width", objectives.Width, "be at least 1");
        Require(objectives.BatchPairs >= 1, "Objectives.BatchPairs", objectives.BatchPairs, "be at least 1");
        RequireLoop("Objectives.Loop", objectives.Loop);
        if (options.LatentFlow is { } latent)
        {
            Require(latent.Projected >= 0, "LatentFlow.Projected", latent.Projected, "be at least 0");
            Require(latent.Width >= 1, "LatentFlow.Width", latent.Width, "be at least 1");
            Require(latent.Depth >= 1, "LatentFlow.Depth", latent.Depth, "be at least 1");
            Require(latent.Noise >= 0, "LatentFlow.Noise", latent.Noise, "be at least 0");
            Require(latent.PromptDropout is >= 0 and <= 1, "LatentFlow.PromptDropout", latent.PromptDropout, "lie in 0 to 1");
            Require(latent.BatchPairs >= 1, "LatentFlow.BatchPairs", latent.BatchPairs, "be at least 1");
            Require(latent.PairsTogether >= 1, "LatentFlow.PairsTogether", latent.PairsTogether, "be at least 1");
            Require(latent.Guidance >= 0, "LatentFlow.Guidance", latent.Guidance, "be at least 0");
            RequireLoop("LatentFlow.Loop", latent.Loop);
        }

        Require(options.ExamplePairs >= 0, "ExamplePairs", options.ExamplePairs, "be at least 0");
        RequirePessimism("Gate", gate);
        RequirePessimism("Selection", options.Selection);
        Require(options.Selection.Softness > 0, "Selection.Softness", options.Selection.Softness, "be above 0");
        Require(options.Selection.MinGain >= 0, "Selection.MinGain", options.Selection.MinGain, "be at least 0");
        Require(gate.MinGain >= 0, "Gate.MinGain", gate.MinGain, "be at least 0");
        Require(gate.MinSimilarity is >= 0 and <= 1, "Gate.MinSimilarity", gate.MinSimilarity, "lie in 0 to 1");
        return problems;
    }
}
