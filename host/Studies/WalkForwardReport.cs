using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <param name="Objective">Of the chosen settings in their own train window: in sample.</param>
/// <param name="FinalValue">There, from the start cash.</param>
internal sealed record FoldInSample(double? Objective, decimal FinalValue, decimal MaxDrawdown, int ClosedDeals, int Trials);

/// <param name="Return">Of equity in the test window, as a fraction; deals stay open across windows.</param>
internal sealed record FoldOutOfSample(decimal StartValue, decimal EndValue, decimal Return, decimal MaxDrawdown, decimal Locked, int ClosedDeals, int Fills);

/// <param name="Parameters">Chosen in the train window; the settings as given where nothing could be chosen.</param>
internal sealed record FoldRow(
    int Number, DateTimeOffset TrainFrom, DateTimeOffset TrainTo, DateTimeOffset TestTo, IReadOnlyList<string> Parameters, FoldInSample? InSample, FoldOutOfSample OutOfSample);

/// <summary>A walk: every figure of <paramref name="OutOfSample"/> is of time that no search had seen.</summary>
/// <param name="State"><c>carried</c>: open deals go on from window to window.</param>
/// <param name="AsGiven">Final value over the same test windows with the settings as given.</param>
internal sealed record WalkForwardReport(
    string Result, string? Note, string Strategy, IReadOnlyList<string> Symbols, string Objective, string Search, long Seed, string Train, string Test, bool Anchored, string State,
    int FoldsPlanned, IReadOnlyList<FoldRow> Folds, WalkForwardJudgement? Judgement, decimal? AsGiven, BacktestReport? OutOfSample, int Failed, IReadOnlyList<FailedTrial> Failures, string Job,
    double ForecastSeconds);
