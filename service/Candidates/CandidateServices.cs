namespace PreferenceFlow.Service.Candidates;

internal static class CandidateServices
{
    /// <summary>What asks for several answers, and what asks the upstream to rework one.</summary>
    public static void AddCandidates(this IServiceCollection services)
    {
        services.AddSingleton<CandidateUpstream>();
        services.AddSingleton<Chooser>();
        services.AddSingleton<CandidateReply>();
        services.AddSingleton<Reviser>();
    }
}
