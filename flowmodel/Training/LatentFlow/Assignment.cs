namespace PreferenceFlow.Training.LatentFlow;

/// <summary>The linear assignment problem, solved exactly by shortest augmenting paths in O(n³) (Jonker and Volgenant, 1987).</summary>
internal static class Assignment
{
    private const int Free = -1;

    /// <summary>Gives each row a column of its own so that the sum of the costs is least.</summary>
    /// <param name="costs">Finite costs, n × n.</param>
    /// <returns>The column of each row.</returns>
    public static int[] Solve(double[,] costs)
    {
        var n = costs.GetLength(0);
        if (costs.GetLength(1) != n)
            throw new ArgumentException($"{n} rows need as many columns, not {costs.GetLength(1)}.", nameof(costs));
        var (rowPrices, columnPrices) = (new double[n], new double[n]); // costs less prices are at least 0, and 0 where assigned
        var rowOf = Enumerable.Repeat(Free, n).ToArray();
        for (var start = 0; start < n; start++)
            Augment(costs, start, rowOf, rowPrices, columnPrices);
        var columnOf = new int[n];
        for (var column = 0; column < n; column++)
            columnOf[rowOf[column]] = column;
        return columnOf;
    }

    /// <summary>Finds the shortest path from a row without a column to a column without a row, and assigns anew along it.</summary>
    private static void Augment(double[,] costs, int start, int[] rowOf, double[] rowPrices, double[] columnPrices)
    {
        var n = rowOf.Length;
        var (distance, before, reached) = (new double[n], new int[n], new bool[n]); // before: the column that a column was reached from
        Array.Fill(distance, double.PositiveInfinity);
        var (row, column, length) = (start, Free, 0.0);
        do
        {
            var nearest = Free;
            for (var j = 0; j < n; j++)
            {
                if (reached[j])
                    continue;
                var through = length + costs[row, j] - rowPrices[row] - columnPrices[j];
                if (through < distance[j])
                    (distance[j], before[j]) = (through, column);
                if (nearest == Free || distance[j] < distance[nearest])
                    nearest = j;
            }

            (column, length) = (nearest, distance[nearest]);
            reached[column] = true;
            row = rowOf[column];
        }
        while (row != Free);

        rowPrices[start] += length;
        for (var j = 0; j < n; j++)
        {
            if (!reached[j] || j == column)
                continue;
            rowPrices[rowOf[j]] += length - distance[j];
            columnPrices[j] -= length - distance[j];
        }

        for (; column != Free; column = before[column])
            rowOf[column] = before[column] == Free ? start : rowOf[before[column]];
    }
}
