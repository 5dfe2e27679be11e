using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>The edit flow for text: offers several versions of each segment, none of which touches a protected span.</summary>
public sealed class TextEditor(ByteBpeTokenizer tokenizer, EditFlowModel model, ProposalOptions options)
{
    private readonly EditSampler _sampler = new(model, new TokenEdges(tokenizer));

    /// <summary>Offers versions of each segment that differ from it, the likeliest first; an empty list where the flow is content.</summary>
    /// <param name="request">Gives prompt, strength, seed and edit budget.</param>
    /// <param name="segments">Texts to edit, each on its own.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<IReadOnlyList<string>> Propose(
        AlignmentRequest request, IReadOnlyList<string> segments, CancellationToken cancellationToken)
    {
        var prompt = tokenizer.Encode(Spaced(request.Prompt));
        var chains = new List<List<EditChain>>();
        foreach (var segment in segments)
        {
            cancellationToken.ThrowIfCancellationRequested();
            chains.Add(Chains(request, prompt, segment));
        }

        _sampler.Run([.. chains.SelectMany(c => c)], cancellationToken);
        return [.. segments.Zip(chains, (segment, own) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Versions(segment, own);
        })];
    }

    private List<EditChain> Chains(AlignmentRequest request, int[] prompt, string segment)
    {
        var spaced = Spaced(segment);
        var added = spaced.Length - segment.Length;
        var tokens = tokenizer.EncodeWithSpans(spaced);
        var frozen = tokens.Overlapping([.. ProtectedSpans.Find(segment).Select(s => new TextSpan(s.Start + added, s.Length))]);
        EditChain Chain(FiringRule rule, bool deletesOnly) => new(prompt, tokens.Ids, frozen, rule)
        {
            Strength = request.Strength,
            Guidance = options.Guidance,
            DeletesOnly = deletesOnly,
            MaxEdits = request.MaxEdits ?? int.MaxValue,
        };
        return
        [
            .. options.Levels.Select(level => Chain(new FiringRule.Threshold(level), deletesOnly: false)),
            .. options.DeletionLevels.Select(level => Chain(new FiringRule.Threshold(level), deletesOnly: true)),
            .. Enumerable.Range(0, options.Samples).Select(i => Chain(new FiringRule.Sampled(request.Seed + i), deletesOnly: false)),
        ];
    }

    private List<string> Versions(string segment, List<EditChain> chains)
    {
        var versions = chains
            .Select(chain => Recased(segment, Unspaced(segment, tokenizer.Decode([.. chain.Tokens]))))
            .Where(version => version != segment)
            .Distinct()
            .ToList();
        var groups = versions.Select(v => TextDiff.Edits(segment, v)).MaxBy(e => e.Count);
        if (groups is { Count: > 1 })
        {
            versions.AddRange(groups.Take(options.MaxAlone).Select(edit => edit.ApplyTo(segment)).Where(v => v != segment));
            versions = [.. versions.Distinct()];
        }

        return versions;
    }

    /// <summary>The tokenizer's words carry their leading space; with one in front the first word is the token it is everywhere else.</summary>
    public static string Spaced(string text) => text.Length == 0 || char.IsWhiteSpace(text[0]) ? text : " " + text;

    private static string Unspaced(string segment, string edited) =>
        edited.StartsWith(' ') && (segment.Length == 0 || !char.IsWhiteSpace(segment[0])) ? edited[1..] : edited;

    /// <summary>A sentence that began with a capital still does when its first words are gone.</summary>
    private static string Recased(string segment, string edited) =>
        segment.Length > 0 && char.IsUpper(segment[0]) && edited.Length > 0 && char.IsLower(edited[0])
            ? char.ToUpperInvariant(edited[0]) + edited[1..]
            : edited;
}
