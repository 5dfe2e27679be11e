using System.Buffers;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Formats;

/// <summary>How one API tells requests and answers: where the texts stand, and what forbids changing them.</summary>
internal interface IAnswerFormat
{
    /// <summary>Where it is asked, with POST.</summary>
    IReadOnlyList<string> Routes { get; }

    /// <summary>The operation in the words of the GenAI conventions.</summary>
    string Operation => GenAi.Chat;

    /// <summary>The provider whose API it is, in the words of the GenAI conventions, whoever serves it.</summary>
    string Provider => GenAi.OpenAi;

    Question ReadQuestion(JsonObjectView request);

    /// <summary>Finds the texts of an answer that came as one document.</summary>
    void ReadAnswer(AnswerPart answer, JsonObjectView root);

    /// <summary>Finds the text of one event of a stream, and which texts it ends.</summary>
    void ReadEvent(AnswerPart part, JsonObjectView data);

    /// <summary>Which of several answers a text belongs to. An API that gives one answer to a call has one, of all its texts.</summary>
    long AnswerOf(long choice) => 0;

    /// <summary>The request asking for several answers in one call; null where the API gives one answer to a call.</summary>
    /// <param name="request">The body for the upstream, an object.</param>
    /// <param name="answers">How many, at least 1.</param>
    ReadOnlyMemory<byte>? Asking(ReadOnlyMemory<byte> request, int answers) => null;

    /// <summary>A request, answered whole, that asks the model to rework an answer of its own; null where the API has no conversation.</summary>
    /// <param name="request">The request that was answered.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="instruction">What is asked for.</param>
    ReadOnlyMemory<byte>? Reworking(ReadOnlyMemory<byte> request, string answer, string instruction) => null;

    /// <summary>An answer with some of its texts, in an order of choice; the very same bytes where all stay as they are.</summary>
    /// <param name="answer">The document.</param>
    /// <param name="kept">The choices that stay, as they were read: the first one becomes choice 0, and so on.</param>
    ReadOnlyMemory<byte> KeepInAnswer(ReadOnlyMemory<byte> answer, IReadOnlyList<long> kept) => answer;

    /// <summary>The same for the data of one event of a stream; null where nothing of it is left.</summary>
    ReadOnlyMemory<byte>? KeepInEvent(ReadOnlyMemory<byte> data, IReadOnlyList<long> kept) => data;

    /// <summary>True for the event that ends a stream. Cheap: asked of streams that are not read, too.</summary>
    bool IsLast(SseEvent next);

    /// <summary>Writes the event that tells a failure in the middle of a stream, so that the official clients raise it.</summary>
    /// <param name="last">The last event that came; null where none did.</param>
    void WriteFailure(IBufferWriter<byte> output, OpenAiException error, SseEvent? last);
}
