using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Workflows;

internal enum JournalKind
{
    ActivityAsked,
    TimerAsked,
    EventAsked,
    ActivityDone,

    /// <summary>After the last attempt.</summary>
    ActivityFailed,

    /// <summary>To be tried again at <see cref="JournalEvent.Due"/>.</summary>
    AttemptFailed,

    /// <summary>Of a timer, or the time-out of a waited-for event.</summary>
    TimerFired,
    EventReceived,
    SubAsked,
    SubDone,
    SubFailed,
}

/// <summary>One thing that a workflow asked for or was told, in the order in which it happened.</summary>
/// <param name="Operation">The body's n-th call of its context, from 0; −1 for events, which come unasked.</param>
/// <param name="Name">Activity, event, sub-workflow, or the type of the error.</param>
/// <param name="Data">Result, payload, the error's message, or the shortened input of what was asked.</param>
/// <param name="At">Trading ticks at which it happened.</param>
/// <param name="Due">Trading ticks of the next attempt, a timer or a time-out.</param>
/// <param name="Instance">Id of a sub-workflow.</param>
internal sealed record JournalEvent(
    [property: JsonPropertyName("k")] JournalKind Kind,
    [property: JsonPropertyName("o")] int Operation,
    [property: JsonPropertyName("n")] string? Name,
    [property: JsonPropertyName("d")] string? Data,
    [property: JsonPropertyName("t")] long At,
    [property: JsonPropertyName("u")] long Due = 0,
    [property: JsonPropertyName("i")] string? Instance = null);

/// <summary>What one step added.</summary>
internal sealed record JournalStep([property: JsonPropertyName("v")] int Version, [property: JsonPropertyName("e")] IReadOnlyList<JournalEvent> Events)
{
    private const int Current = 1;

    public static string Write(IReadOnlyList<JournalEvent> events) =>
        JsonSerializer.Serialize(new JournalStep(Current, events), JournalJson.Default.JournalStep);

    /// <exception cref="CorruptException">Not a step of version 1.</exception>
    public static IReadOnlyList<JournalEvent> Read(string instanceId, string json)
    {
        try
        {
            var step = JsonSerializer.Deserialize(json, JournalJson.Default.JournalStep);
            if (step is { Version: Current, Events: not null }) return step.Events;
            throw new CorruptException($"the journal of {instanceId} has the unknown version {step?.Version}");
        }
        catch (JsonException fault)
        {
            throw new CorruptException($"the journal of {instanceId} cannot be read", fault);
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalStep))]
internal sealed partial class JournalJson : JsonSerializerContext;
