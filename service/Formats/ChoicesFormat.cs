using System.Buffers;
using System.Text;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Formats;

/// <summary>Answers whose texts stand in <c>choices</c>, and whose streams end with <c>[DONE]</c>.</summary>
internal abstract class ChoicesFormat : IAnswerFormat
{
    public abstract IReadOnlyList<string> Routes { get; }

    /// <summary>Name of the member that is the text.</summary>
    protected abstract string TextName { get; }

    public abstract Question ReadQuestion(JsonObjectView request);

    /// <remarks>Of several choices those that may not be changed stay as they are.</remarks>
    public void ReadAnswer(AnswerPart answer, JsonObjectView root)
    {
        var choices = root.Objects("choices");
        if (root.HasContent("error") || root.Repeats("choices") || choices.Count == 0)
            answer.Forbid(BypassReason.NotACompletion);

        var reasons = new List<BypassReason>();
        foreach (var (index, choice) in answer.Bypass is null ? choices.Index() : [])
        {
            answer.Finished.Add(index);
            if (Forbids(choice, "message") is { } reason)
                reasons.Add(reason);
            else if (Holder(choice, "message") is { } holder && holder.Text(TextName) is not null)
                answer.Take(index, holder, TextName);
            else
                reasons.Add(BypassReason.NoText);
        }

        if (answer.Pieces.Count == 0 && reasons.Count > 0)
            answer.Forbid(reasons[0]);
    }

    /// <remarks>No choices at all is well: the usage chunk, Azure's prompt_filter_results.</remarks>
    public void ReadEvent(AnswerPart part, JsonObjectView data)
    {
        if (data.HasContent("error"))
            part.Forbid(BypassReason.UpstreamError);
        else if (data.Repeats("choices"))
            part.Forbid(BypassReason.NotACompletion);
        foreach (var choice in part.Bypass is null ? data.Objects("choices") : [])
        {
            var index = choice.Integer("index") ?? 0;
            if (choice["finish_reason"] is not null)
                part.Finished.Add(index);
            if (Holder(choice, "delta") is not { } holder)
                continue;
            part.Forbid(Forbids(choice, "delta"));
            part.Take(index, holder, TextName);
        }
    }

    public virtual string Operation => GenAi.Chat;

    public bool IsLast(SseEvent next) => next.IsDone;

    /// <remarks>The official Python client raises it; the .NET client ends its enumeration without a finish reason.</remarks>
    public void WriteFailure(IBufferWriter<byte> output, OpenAiException error, SseEvent? last) =>
        SseWriter.WriteEvent(output, null, null, OpenAiErrors.Body(error));

    public long AnswerOf(long choice) => choice;

    public ReadOnlyMemory<byte>? Asking(ReadOnlyMemory<byte> request, int answers) =>
        MemberValue.With(request, "n", Encoding.ASCII.GetBytes($"{answers}"));

    public virtual ReadOnlyMemory<byte>? Reworking(ReadOnlyMemory<byte> request, string answer, string instruction) => null;

    public ReadOnlyMemory<byte> KeepInAnswer(ReadOnlyMemory<byte> answer, IReadOnlyList<long> kept) =>
        ChoiceList.Keep(answer, kept, (_, position) => position) ?? answer;

    public ReadOnlyMemory<byte>? KeepInEvent(ReadOnlyMemory<byte> data, IReadOnlyList<long> kept) =>
        ChoiceList.Keep(data, kept, (choice, _) => choice.Integer("index") ?? 0);

    /// <summary>The object that has the text; null where there is none.</summary>
    /// <param name="part">What holds the text in a chat choice: <c>message</c>, or <c>delta</c> in a stream.</param>
    protected abstract JsonObjectView? Holder(JsonObjectView choice, string part);

    /// <summary>What in a choice that has a text forbids changing it.</summary>
    protected abstract BypassReason? Forbids(JsonObjectView choice, JsonObjectView holder);

    private BypassReason? Forbids(JsonObjectView choice, string part) =>
        Holder(choice, part) is not { } holder || choice.Repeats(part) || holder.Repeats(TextName)
            ? BypassReason.NotACompletion
            : Forbids(choice, holder);
}
