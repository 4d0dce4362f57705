namespace PowerTrader.Core.Actions;

/// <summary>What a person may ask of one coin.</summary>
public enum ActionKind
{
    /// <summary>Begins a deal where there is none; the ladder and the exit of the rules go on from there.</summary>
    Buy,
    Sell,

    /// <summary>Sells everything that the deal holds.</summary>
    Close,

    /// <summary>Buys at once and raises the deal's budget by what that costs.</summary>
    AddFunds,

    /// <summary>More money for the steps to come; buys nothing.</summary>
    RaiseBudget,
    PauseDca,
    ResumeDca,

    /// <summary>An own trailing start and gap for this deal, or back to those of the rules.</summary>
    Target,

    /// <summary>The coins become unmanaged and the deal ends; nothing is sold.</summary>
    Release,
}
