using PreferenceFlow.Training.LatentFlow;

namespace PreferenceFlow.Training.Tests.LatentFlow;

public sealed class AssignmentTests
{
    [Fact]
    public void Solve_KnownCosts_TakesTheLeastSum() => // 1 + 2 + 2 = 5; row by row would give 1 + 2 + 9
        Assert.Equal([1, 0, 2], Assignment.Solve(new double[,] { { 4, 1, 3 }, { 2, 0, 5 }, { 3, 2, 2 } }));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(7)]
    public void Solve_RandomCosts_AreAsLowAsAnyPermutation(int size)
    {
        var random = new Random(size);
        for (var trial = 0; trial < 20; trial++)
        {
            var costs = new double[size, size];
            for (var i = 0; i < size * size; i++)
                costs[i / size, i % size] = trial % 2 == 0 ? random.Next(4) : random.NextDouble() - 0.5; // ties too, and below 0

            var columns = Assignment.Solve(costs);

            Assert.Equal(Enumerable.Range(0, size), columns.Order());
            Assert.Equal(Least(costs, 0, []), columns.Select((column, row) => costs[row, column]).Sum(), 1e-9);
        }
    }

    [Fact]
    public void Solve_Nothing_IsEmpty() => Assert.Empty(Assignment.Solve(new double[0, 0]));

    [Fact]
    public void Solve_NotSquare_Throws() => Assert.Throws<ArgumentException>(() => Assignment.Solve(new double[2, 3]));

    private static double Least(double[,] costs, int row, HashSet<int> taken) => row == costs.GetLength(0)
        ? 0
        : Enumerable.Range(0, costs.GetLength(0)).Where(c => !taken.Contains(c))
            .Min(c => costs[row, c] + Least(costs, row + 1, [.. taken, c]));
}
