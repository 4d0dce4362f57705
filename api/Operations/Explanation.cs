using System.Text.Json.Serialization;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Api.Operations;

/// <summary>Why a coin is traded or not: the gate evaluated now, the nearest next action, what a buy would meet, and the last stored decisions.</summary>
/// <param name="Supposed">What the next buy would meet if the strategy wanted it now; null where none is left.</param>
public sealed record CoinExplanation(
    string Kind, string Symbol, DateTimeOffset Time, string Halt, string Next, string Why, string Outcome, IReadOnlyList<RuleRow> Rules,
    DecisionView? Supposed, IReadOnlyList<DecisionView> Decisions);

/// <summary>A coin's judgement and its stored decisions, newest first.</summary>
public sealed record Explanation(Symbol Symbol, DateTimeOffset Time, Assessment Assessment, IReadOnlyList<DecisionRecord> Stored)
{
    public DecisionRecord Now => Assessment.Decision.Explain(Time);

    public DecisionRecord? Supposed => Assessment.Supposed?.Explain(Time);

    public CoinExplanation ToView() => new(
        "coin", Symbol.Value, Time, Assessment.Halt.ToString().ToLowerInvariant(), Assessment.Next.ToString(), Assessment.Why, Now.Outcome,
        DecisionView.Of(Now).Rules, Supposed is { } supposed ? DecisionView.Of(supposed) : null, [.. Stored.Select(DecisionView.Of)]);

    public static async Task<Explanation> OfAsync(TraderWork work, Symbol symbol, int decisions, CancellationToken cancellationToken)
    {
        var book = await work.BookAsync(cancellationToken);
        var tenant = await work.Halts.OfTenantAsync(book.Key.Tenant, cancellationToken);
        return new Explanation(symbol, work.Clock.Now, Assessment.Of(work, book, tenant, symbol), await StoredAsync(work, symbol, decisions, cancellationToken));
    }

    /// <summary>The decision that made an order: it was stored for the same coin at the same instant; null for a manual order.</summary>
    public static async Task<DecisionRecord?> DecisionAtAsync(TraderWork work, Symbol symbol, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var row = await work.Ports.Tables.GetAsync(Names.Decisions, work.Portfolio.ToString(), PortfolioBook.ProjectionKey(time, symbol.Value), cancellationToken);
        return row is null ? null : Wire.Read<DecisionRecord>(row.Json);
    }

    private static Task<IReadOnlyList<DecisionRecord>> StoredAsync(TraderWork work, Symbol symbol, int limit, CancellationToken cancellationToken) =>
        DecisionLog.ReadAsync(work.Ports.Tables, work.Portfolio, symbol, limit, cancellationToken);
}

/// <summary>Explanations as people read them: indented, without what is absent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CoinExplanation))]
public sealed partial class ExplanationJson : JsonSerializerContext;
