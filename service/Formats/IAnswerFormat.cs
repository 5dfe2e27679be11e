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

    /// <summary>True for the event that ends a stream. Cheap: asked of streams that are not read, too.</summary>
    bool IsLast(SseEvent next);

    /// <summary>Writes the event that tells a failure in the middle of a stream, so that the official clients raise it.</summary>
    /// <param name="last">The last event that came; null where none did.</param>
    void WriteFailure(IBufferWriter<byte> output, OpenAiException error, SseEvent? last);
}
