namespace PreferenceFlow.Demo;

/// <summary>One held-out message, what the upstream answers to it, and what arrives through the proxy.</summary>
/// <param name="Prompt">The customer's message.</param>
/// <param name="Upstream">The upstream's answer.</param>
/// <param name="Proxied">The answer through the proxy.</param>
/// <param name="Reference">How an editor edited the upstream's answer.</param>
internal sealed record Reply(string Prompt, string Upstream, string Proxied, string Reference)
{
    /// <summary>True when the upstream's answer already follows the house style.</summary>
    public bool Good => Upstream == Reference;

    public bool Changed => Upstream != Proxied;
}
