using PreferenceFlow.Replay;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>Replies in the stiff style that the demo's pairs teach to leave behind: several sentences, most of which want editing.</summary>
internal static class Drafts
{
    private static readonly string[] s_answers =
    [
        "Dear Customer, we regret to inform you that the parcel is delayed. Kindly utilize tracking number 9K-44102. " +
        "We apologize for any inconvenience caused.",
        "Dear Sir or Madam, your request for a refund has been received by our department. " +
        "Please be advised that the amount of 24.90 EUR will be credited within 5 days.",
        "Please be informed that the item is currently out of stock. It is anticipated that new stock will arrive on 3 May. " +
        "Do not hesitate to contact us.",
        "We are in receipt of your message regarding order 77-1203. The order was dispatched prior to your request. " +
        "Kindly return the item upon arrival.",
    ];

    public static IReadOnlyList<RecordedAnswer> All { get; } =
        [.. s_answers.Select((answer, index) => new RecordedAnswer(Prompt(index), answer))];

    /// <summary>A question whose recorded answer is a draft.</summary>
    public static string Prompt(int number) => $"Where does my case number {number % s_answers.Length} stand?";
}
