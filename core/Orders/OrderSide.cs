namespace PowerTrader.Core.Orders;

public enum OrderSide
{
    Buy,
    Sell,
}
