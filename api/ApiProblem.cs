using PowerTrader.Core.Actions;

namespace PowerTrader.Api;

/// <summary>Why not, as problem details (RFC 9457) with the field, its value, the rule and what helps.</summary>
public sealed record ApiProblem(string Title, int Status, string Detail)
{
    /// <summary>The detail again, under the name that the first calls of this API had.</summary>
    public string Error => Detail;

    public string? Field { get; init; }

    public string? Value { get; init; }

    public string? Rule { get; init; }

    public string? Remedy { get; init; }

    /// <summary>Every fault, where there are several.</summary>
    public IReadOnlyList<ApiFault> Faults { get; init; } = [];

    /// <summary>Each rule that was asked, where rules refused.</summary>
    public IReadOnlyList<RuleLine> Rules { get; init; } = [];

    /// <summary>404 for what does not exist, 409 for what a rule or the state of things forbids now, 422 for a wrong request.</summary>
    public static ApiProblem Of(ActionAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var first = answer.Refusals[0];
        var (status, title) = first.Kind switch
        {
            RefusalKind.Missing => (404, "There is no such thing"),
            RefusalKind.Forbidden => (409, "A rule forbids it now"),
            _ => (422, "The request is wrong"),
        };
        return new ApiProblem(title, status, first.Line)
        {
            Field = first.Field,
            Value = first.Value,
            Rule = first.Rule,
            Remedy = first.Remedy,
            Faults = [.. answer.Refusals.Select(refusal => new ApiFault(refusal.Field, refusal.Value, refusal.Rule, refusal.Detail, refusal.Remedy))],
            Rules = answer.Preview?.Rules ?? [],
        };
    }
}

public sealed record ApiFault(string Field, string Value, string Rule, string Detail, string Remedy);

/// <summary>What became of a request.</summary>
/// <param name="Outcome"><c>previewed</c>, <c>done</c>, <c>repeated</c> (the key was used before: nothing was done again) or <c>waiting</c>.</param>
public sealed record ApiAnswer(string Outcome, string Key, ActionPreview? Preview, OrderView? Order)
{
    public static ApiAnswer Of(ActionAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new ApiAnswer(answer.Outcome.ToString().ToLowerInvariant(), answer.Key, answer.Preview, answer.Order);
    }
}
