using System.Text.Json;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.Data;

/// <summary>A pair with the names of the fields that its answers came from.</summary>
internal sealed record ParsedPair
{
    public required PreferencePair Pair { get; init; }

    public required string ChosenField { get; init; }

    public required string RejectedField { get; init; }
}

/// <summary>Turns one JSON object into its pairs.</summary>
internal static class PairParser
{
    private const string ExpectedAnswer = "a text, messages, or an array of these";

    /// <returns>One pair for each combination of a chosen and a rejected answer; at least one.</returns>
    /// <exception cref="PairFormatException">The object has none of the forms that <see cref="PairReader"/> lists.</exception>
    public static IEnumerable<ParsedPair> Parse(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
            throw new PairFormatException($"expected a JSON object, found {JsonFields.Describe(line)}");

        var isOpenAi = (JsonFields.Optional(line, "preferred_output") ?? JsonFields.Optional(line, "non_preferred_output")) is not null;
        var (chosenName, rejectedName) = isOpenAi ? ("preferred_output", "non_preferred_output") : ("chosen", "rejected");
        var chosen = Answer.ReadAll(JsonFields.Required(line, chosenName, ExpectedAnswer, chosenName), chosenName);
        var rejected = Answer.ReadAll(JsonFields.Required(line, rejectedName, ExpectedAnswer, rejectedName), rejectedName);
        var prompt = isOpenAi ? OpenAiPrompt(line) : Prompt(line);
        var template = Optional(line);
        return
            from bad in rejected
            from good in chosen
            select new ParsedPair
            {
                Pair = template with { Prompt = SharedPrompt(prompt, good, bad), Chosen = good.Text, Rejected = bad.Text },
                ChosenField = good.Field,
                RejectedField = bad.Field,
            };
    }

    private static PreferencePair Optional(JsonElement line)
    {
        var weight = JsonFields.Number(line, "weight") ?? 1;
        if (weight <= 0)
            throw PairFormatException.Of("weight", "a number above 0", $"the number {weight}");
        var agreement = JsonFields.Number(line, "agreement") ?? 1;
        if (agreement is < 0.5 or > 1)
            throw PairFormatException.Of("agreement", "a number from 0.5 to 1", $"the number {agreement}");
        return new PreferencePair
        {
            Prompt = "",
            Chosen = "",
            Rejected = "",
            Margin = JsonFields.Number(line, "margin"),
            Weight = weight,
            Agreement = agreement,
            Annotator = JsonFields.Label(line, "annotator"),
            Objective = JsonFields.Label(line, "objective"),
            Split = JsonFields.Label(line, "split"),
        };
    }

    private static string? Prompt(JsonElement line) => JsonFields.Optional(line, "prompt") switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => HumanAssistant.Prompt(JsonFields.Text(text, "prompt")),
        { ValueKind: JsonValueKind.Array } messages => PromptText.Of(Messages.Read(messages, "prompt")),
        { } other => throw PairFormatException.Of("prompt", "a text or messages", JsonFields.Describe(other)),
    };

    private static string OpenAiPrompt(JsonElement line)
    {
        var input = JsonFields.Required(line, "input", "an object with messages", "input");
        if (input.ValueKind != JsonValueKind.Object || JsonFields.Optional(input, "messages") is not { } messages)
            throw PairFormatException.Of("input.messages", "an array of messages", "nothing");
        return PromptText.Of(Messages.Read(messages, "input.messages"));
    }

    // Dialogues carry their prompt; it must be the same on both sides and, where the line states a prompt too, the stated one.
    private static string SharedPrompt(string? stated, Answer chosen, Answer rejected)
    {
        var shared = stated;
        foreach (var answer in (Answer[])[chosen, rejected])
        {
            if (answer.Before.Count == 0)
                continue;
            var own = PromptText.Of(answer.Before);
            shared ??= own;
            if (shared != own)
                throw PairFormatException.Of(answer.Field, "the same turns as elsewhere in the line before the last one", "other ones");
        }

        return shared ?? "";
    }
}
