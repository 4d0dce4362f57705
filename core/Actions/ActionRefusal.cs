namespace PowerTrader.Core.Actions;

public enum RefusalKind
{
    /// <summary>The request itself is wrong.</summary>
    Invalid,

    /// <summary>There is no such coin, deal or order.</summary>
    Missing,

    /// <summary>A rule or the state of things forbids it now.</summary>
    Forbidden,
}

/// <summary>Why not: which field, which value, which rule, and what helps.</summary>
/// <param name="Rule">A condition's name, or the rule in words.</param>
/// <param name="Detail">The fact in one sentence.</param>
public sealed record ActionRefusal(RefusalKind Kind, string Field, string Value, string Rule, string Detail, string Remedy)
{
    public string Line => Kind switch
    {
        RefusalKind.Invalid => $"{Field} '{Value}' {Detail}; {Remedy}",
        RefusalKind.Missing => $"{Field} {Detail}; {Remedy}",
        _ => $"{Rule}: {Detail}; {Remedy}",
    };

    public static ActionRefusal Invalid(string field, string? value, string rule, string remedy) =>
        new(RefusalKind.Invalid, field, value ?? "", rule, rule, remedy);

    public static ActionRefusal Missing(string field, string value, string detail, string remedy) =>
        new(RefusalKind.Missing, field, value, "Missing", detail, remedy);

    public static ActionRefusal Forbidden(string field, string value, string rule, string detail, string remedy) =>
        new(RefusalKind.Forbidden, field, value, rule, detail, remedy);
}
