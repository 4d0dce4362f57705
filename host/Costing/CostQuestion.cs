namespace PowerTrader.Host.Costing;

/// <param name="Orders">Of a tenant in a month of thirty days.</param>
/// <param name="GateAge">As <see cref="RunShape.GateAge"/>.</param>
/// <param name="AtOnce">Portfolios that a tick serves at once.</param>
internal sealed record CostQuestion(double Tenants, int Symbols, TimeSpan Tick, double Orders, TimeSpan GateAge, int AtOnce);
