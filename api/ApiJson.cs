using System.Text.Json.Serialization;

namespace PowerTrader.Api;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TraderStatus))]
[JsonSerializable(typeof(StopView))]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(ApiAnswer))]
[JsonSerializable(typeof(OrderPage))]
[JsonSerializable(typeof(Core.Actions.OrderView))]
[JsonSerializable(typeof(DealView))]
[JsonSerializable(typeof(IReadOnlyList<CoinStatus>))]
public sealed partial class ApiJson : JsonSerializerContext;
