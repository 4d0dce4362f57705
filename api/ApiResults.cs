using Microsoft.AspNetCore.Http;

namespace PowerTrader.Api;

internal static class ApiResults
{
    private const string ProblemJson = "application/problem+json";

    public static IResult Problem(ApiProblem problem) => Results.Json(problem, ApiJson.Default.ApiProblem, ProblemJson, problem.Status);

    public static IResult Problem(int status, string title, string detail) => Problem(new ApiProblem(title, status, detail));

    public static IResult BadRequest(string detail) => Problem(StatusCodes.Status400BadRequest, "The request is wrong", detail);

    /// <summary>All faults of a body in one line.</summary>
    public static IResult BadRequest(RequestBody body) => BadRequest(string.Join("; ", body.Faults.Select(fault => fault.Line)));

    public static IResult Missing(string field, string value, string detail, string remedy) =>
        Problem(new ApiProblem("There is no such thing", StatusCodes.Status404NotFound, detail) { Field = field, Value = value, Rule = "Missing", Remedy = remedy });
}
