using System.Collections.Concurrent;
using System.Net;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.Formats;

namespace PreferenceFlow.Service.Candidates;

/// <summary>Asks the upstream for several answers to one request: in one call where its API can, else in as many calls.</summary>
internal sealed class CandidateUpstream(Upstream upstream)
{
    /// <summary>Most models remembered; beyond, the next one is found out each time.</summary>
    private const int MostRemembered = 1000;

    private readonly ConcurrentDictionary<string, bool> single = new(StringComparer.Ordinal);

    /// <summary>Asks; the first response fails or passes as a plain request's would.</summary>
    /// <param name="message">The request as the upstream should see it.</param>
    /// <param name="request">Its body and what is known of it.</param>
    /// <param name="candidates">Answers wanted, at least the number that the client asks for.</param>
    /// <exception cref="UpstreamException">No first response came.</exception>
    public async Task<CandidateResponses> AskAsync(
        UpstreamRequest message, AnswerRequest request, int candidates, CancellationToken cancellationToken)
    {
        var more = new MoreAnswers(upstream, message, request, cancellationToken);
        try
        {
            if (candidates <= request.Question.Answers)
                return new(await upstream.AskAsync(message, request.UpstreamBody, cancellationToken), more);
            var several = single.ContainsKey(request.Model ?? "") ? null : request.Format.Asking(request.UpstreamBody, candidates);
            if (several is { } body)
            {
                var response = await upstream.AskAsync(message, body, cancellationToken);
                if (response.Message.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity))
                    return new(response, more);
                response.Dispose(); // it may be the number that it does not take: then the request as it came will do
            }
            else if (request.Question.Answers == 1)
            {
                more.Ask(candidates - 1);
            }

            var first = await upstream.AskAsync(message, request.UpstreamBody, cancellationToken);
            if (several is not null && first.Message.IsSuccessStatusCode)
                RememberSingle(request);
            return new(first, more);
        }
        catch
        {
            more.Dispose();
            throw;
        }
    }

    /// <summary>Says that a model gave fewer answers than it was asked for: from now on each is asked for by itself.</summary>
    public void RememberSingle(AnswerRequest request)
    {
        if (single.Count < MostRemembered)
            single.TryAdd(request.Model ?? "", true);
    }
}
