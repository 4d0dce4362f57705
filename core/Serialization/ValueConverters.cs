using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Serialization;

/// <summary>A value type as one JSON string; what its grammar refuses is refused here too.</summary>
internal abstract class TextConverter<T> : JsonConverter<T>
{
    protected abstract T Parse(string text);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException($"{typeof(T).Name} must be a string, not {reader.TokenType}");
        try
        {
            return Parse(reader.GetString()!);
        }
        catch (FormatException fault)
        {
            throw new JsonException(fault.Message, fault);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value!.ToString());
}

/// <summary>A value type as one JSON number. A missing or out-of-range number is an error, never 0.</summary>
internal abstract class NumberConverter<T> : JsonConverter<T>
{
    protected abstract T Create(decimal value);

    protected abstract decimal ValueOf(T value);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number) throw new JsonException($"{typeof(T).Name} must be a number, not {reader.TokenType}");
        var value = reader.GetDecimal();
        try
        {
            return Create(value);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"{typeof(T).Name} {value} is out of range"), fault);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(ValueOf(value));
}

internal sealed class SymbolConverter : TextConverter<Symbol>
{
    protected override Symbol Parse(string text) => Symbol.Parse(text);
}

internal sealed class MarketIdConverter : TextConverter<MarketId>
{
    protected override MarketId Parse(string text) => MarketId.Parse(text);
}

internal sealed class PortfolioKeyConverter : TextConverter<PortfolioKey>
{
    protected override PortfolioKey Parse(string text) => PortfolioKey.Parse(text);
}

internal sealed class LegConverter : TextConverter<Leg>
{
    protected override Leg Parse(string text) => Leg.Parse(text);
}

internal sealed class ClientOrderIdConverter : TextConverter<ClientOrderId>
{
    protected override ClientOrderId Parse(string text) => ClientOrderId.Parse(text);
}

internal sealed class PriceConverter : NumberConverter<Price>
{
    protected override Price Create(decimal value) => new(value);

    protected override decimal ValueOf(Price value) =>
        value.Value > 0 ? value.Value : throw new JsonException("an unset price cannot be written");
}

internal sealed class QuantityConverter : NumberConverter<Quantity>
{
    protected override Quantity Create(decimal value) => new(value);

    protected override decimal ValueOf(Quantity value) => value.Value;
}

internal sealed class MoneyConverter : NumberConverter<Money>
{
    protected override Money Create(decimal value) => new(value);

    protected override decimal ValueOf(Money value) => value.Amount;
}
