using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Service.Bundles;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Formats;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>What shall be done with a request's answer, by what was asked for and what the bundle can do.</summary>
internal sealed record AnswerPlan
{
    /// <summary>Why the answer passes; null where it may be changed.</summary>
    public BypassReason? Bypass { get; private init; }

    /// <summary>What edits it; null where it is not edited.</summary>
    public IAligner? Aligner { get; private init; }

    /// <summary>What chooses it among several; null where there are not several to choose among.</summary>
    public ISelector? Selector { get; private init; }

    /// <summary>What decides about an answer that the upstream has reworked; null where it is not asked to.</summary>
    public ISelector? Reviser { get; private init; }

    /// <summary>What reads answers before they are chosen among; null where the selector does.</summary>
    public IAnswerReader? Reader { get; private init; }

    /// <summary>What objectives weigh in the choice; null for the bundle's own rule.</summary>
    public IReadOnlyDictionary<string, double>? Objectives { get; private init; }

    /// <summary>Examples to show the upstream when it reworks an answer; null for none.</summary>
    public IExampleSource? Examples { get; private init; }

    /// <summary>Answers that the upstream shall make.</summary>
    public int Candidates { get; private init; }

    /// <exception cref="OpenAiException">The request names an objective that the bundle does not have.</exception>
    public static AnswerPlan Of(RequestOptions asked, AnswerRequest request, IBundleProvider bundles)
    {
        var pass = new AnswerPlan { Candidates = request.Question.Answers };
        if (asked.Mode == AlignmentMode.Off)
            return pass with { Bypass = BypassReason.Off };
        if (request.Question.Bypass is { } bypass)
            return pass with { Bypass = bypass };
        if (bundles.Id is null)
            return pass with { Bypass = BypassReason.NoBundle };

        var plan = asked.Mode switch
        {
            AlignmentMode.Select => Selecting(pass, asked, request, AlignmentOptions.SelectCandidates, bundles.Selector),
            AlignmentMode.Revise => pass with { Reviser = bundles.Selector, Examples = bundles.Examples },
            AlignmentMode.Auto => Selecting(pass, asked, request, 1, bundles.Selector) with { Aligner = bundles.Aligner },
            _ => pass with { Aligner = bundles.Aligner },
        };
        plan = plan with
        {
            Reader = bundles.Reader,
            Objectives = ObjectiveWeights.Known(asked.Objectives, asked.UsualObjectives, bundles.Selector?.Objectives ?? []),
        };
        if (plan is not { Aligner: null, Selector: null, Reviser: null })
            return plan;
        var oneAnswer = asked.Mode == AlignmentMode.Select && bundles.Selector is not null;
        return pass with { Bypass = oneAnswer ? BypassReason.NothingToChoose : BypassReason.NotInBundle };
    }

    /// <summary>With a choice among several answers, where there is something to choose with and the stream may be held.</summary>
    private static AnswerPlan Selecting(AnswerPlan pass, RequestOptions asked, AnswerRequest request, int usual, ISelector? selector)
    {
        var wanted = asked.Candidates ?? usual;
        var streams = request.Streams && asked.StreamPolicy == StreamPolicy.Off;
        return wanted > 1 && selector is not null && !streams
            ? pass with { Selector = selector, Candidates = Math.Max(wanted, pass.Candidates) }
            : pass;
    }
}
