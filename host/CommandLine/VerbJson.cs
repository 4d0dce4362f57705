using System.Text.Json.Serialization;

namespace PowerTrader.Host.CommandLine;

/// <param name="Coin">Null for the whole portfolio.</param>
internal sealed record HaltResult(string State, string? Coin);

internal sealed record BackupResult(string File, long Bytes);

/// <param name="Kept">Where the store that was replaced lies; null where there was none.</param>
/// <param name="Settings">Where the settings of the backup are; null where it held none.</param>
internal sealed record RestoreResult(string Market, string File, string? Kept, string? Settings);

/// <param name="Low">Null where the model abstains.</param>
internal sealed record ForecastLine(string Symbol, string Timeframe, decimal? Low, decimal? High, decimal? LastClose, DateTimeOffset? Candle, string? Abstains);

internal sealed record CheckResult(string File, bool Exists, bool Sound, IReadOnlyList<string> Faults);

internal sealed record TrainResult(string Market, IReadOnlyList<string> Coins, string Folder);

/// <param name="Budget">Money that one coin may use.</param>
/// <param name="FirstOrder">What a coin begins with.</param>
/// <param name="Warnings">Coins whose ladder the venue would refuse.</param>
internal sealed record InitResult(string File, string Market, IReadOnlyList<string> Coins, decimal Cash, string Profile, decimal Budget, decimal FirstOrder, IReadOnlyList<string> Warnings);

/// <summary>What one deal does next, before and after it follows newer settings.</summary>
/// <param name="Disarms">Its exit is armed and starts over.</param>
internal sealed record ApplyLine(string Symbol, long Deal, int FromVersion, int ToVersion, OutlookLine Before, OutlookLine After, bool Disarms);

/// <param name="Step">Ask at which the next step buys; null where none is left.</param>
internal sealed record OutlookLine(decimal? Step, decimal ExitLine, decimal Budget);

/// <param name="Applied">False where it was only shown.</param>
/// <param name="FileDiffers">The settings file holds other settings, which the next run makes current.</param>
internal sealed record ApplyResult(int Version, bool Applied, IReadOnlyList<ApplyLine> Deals, bool FileDiffers);

internal sealed record DoctorCheck(bool Ok, string Text);

internal sealed record DoctorResult(bool Ok, IReadOnlyList<DoctorCheck> Checks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(HaltResult))]
[JsonSerializable(typeof(BackupResult))]
[JsonSerializable(typeof(RestoreResult))]
[JsonSerializable(typeof(List<ForecastLine>))]
[JsonSerializable(typeof(CheckResult))]
[JsonSerializable(typeof(TrainResult))]
[JsonSerializable(typeof(InitResult))]
[JsonSerializable(typeof(DoctorResult))]
[JsonSerializable(typeof(ApplyResult))]
internal sealed partial class VerbJson : JsonSerializerContext;
