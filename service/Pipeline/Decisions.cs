using PreferenceFlow.Service.Candidates;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>Decides about a whole text as the request's plan has it: edited, or reworked by the upstream.</summary>
internal sealed class Decisions(AlignmentQueue queue, Reviser reviser)
{
    /// <summary>Never throws but for the client's own cancellation.</summary>
    public Task<QueueResult> DecideAsync(AnswerExchange exchange, string answer) => exchange.Plan.Reviser is { } selector
        ? reviser.DecideAsync(exchange, selector, answer)
        : queue.DecideAsync(exchange.Plan.Aligner!, exchange.Ask(answer, exchange.Options.MaxEdits), exchange.Id, exchange.Aborted);
}
