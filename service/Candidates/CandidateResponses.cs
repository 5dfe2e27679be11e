using PreferenceFlow.Clients;

namespace PreferenceFlow.Service.Candidates;

/// <summary>What came of asking for several answers.</summary>
/// <param name="First">The response that the request is answered with; it may hold all answers.</param>
/// <param name="More">The calls for further answers; null where one answer is all that is wanted.</param>
internal sealed record CandidateResponses(UpstreamResponse First, MoreAnswers? More) : IDisposable
{
    public void Dispose()
    {
        More?.Dispose();
        First.Dispose();
    }
}
