using PreferenceFlow.Clients;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Candidates;

/// <summary>Chooses among answers: has them read where that needs the upstream, then decides in the queue.</summary>
internal sealed class Chooser(AlignmentQueue queue)
{
    /// <summary>Never throws but for the client's own cancellation.</summary>
    public async Task<QueueResult> ChooseAsync(AnswerExchange exchange, ISelector selector, SelectionRequest request)
    {
        if (exchange.Plan.Reader is { } reader && request.Answers.Count > 1)
        {
            try
            {
                request = request with { Features = await reader.ReadAsync(PromptedText.Of(request.Prompt, request.Answers), exchange.Aborted) };
            }
            catch (Exception exception) when (exception is UpstreamException or InvalidDataException)
            {
                return BypassReason.UpstreamFailed;
            }
        }

        return await queue.DecideAsync(selector, request, exchange.Id, exchange.Aborted);
    }
}
