using System.Net;

namespace PowerTrader.Adapters.Simulation;

/// <summary>An answer of the simulated exchange, however it is carried.</summary>
public sealed record SimulatedReply(HttpStatusCode Status, ReadOnlyMemory<byte> Body, string ContentType, IReadOnlyList<(string Name, string Value)> Headers);
