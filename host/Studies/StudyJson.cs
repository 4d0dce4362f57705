using System.Text.Json.Serialization;

namespace PowerTrader.Host.Studies;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrialLine))]
[JsonSerializable(typeof(StudyQuestion))]
[JsonSerializable(typeof(OptimizeReport))]
[JsonSerializable(typeof(WalkForwardReport))]
[JsonSerializable(typeof(SensitivityReport))]
[JsonSerializable(typeof(CompareReport))]
internal sealed partial class StudyJson : JsonSerializerContext;
