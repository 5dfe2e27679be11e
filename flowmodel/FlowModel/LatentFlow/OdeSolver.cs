namespace PreferenceFlow.FlowModel.LatentFlow;

/// <summary>The velocities of a batch of states at one time.</summary>
/// <param name="states">B·D values; the field must not keep or change them.</param>
/// <param name="time">Time.</param>
/// <returns>B·D values.</returns>
public delegate float[] VelocityField(float[] states, double time);

/// <summary>
/// Solves dx/dt = v(x, t) from t = 0 with steps of one length, so that the number of evaluations is known before and the result depends on
/// nothing but the arguments.
/// </summary>
/// <param name="Method">How one step is taken.</param>
/// <param name="Steps">Steps, at least 1.</param>
public sealed record OdeSolver(OdeMethod Method, int Steps)
{
    /// <summary>How often one solution evaluates the field.</summary>
    public int Evaluations => Steps * Method switch
    {
        OdeMethod.Euler => 1,
        OdeMethod.Midpoint or OdeMethod.Heun => 2,
        OdeMethod.RungeKutta4 => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(Method), Method, "Not a method."),
    };

    /// <summary>Moves states along the field.</summary>
    /// <param name="field">Velocities.</param>
    /// <param name="states">Where the states are at t = 0, B·D values; left as they are.</param>
    /// <param name="end">Time at which to stop, at least 0.</param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    /// <returns>Where the states are at <paramref name="end"/>, B·D values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps, or the end is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled between two steps.</exception>
    public float[] Solve(VelocityField field, float[] states, double end, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(end);
        var (x, h) = ((float[])states.Clone(), end / Steps);
        for (var step = 0; step < Steps && end > 0; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            x = Step(field, x, step * h, h);
        }

        return x;
    }

    private float[] Step(VelocityField field, float[] x, double t, double h)
    {
        var first = field(x, t);
        switch (Method)
        {
            case OdeMethod.Euler:
                return Moved(x, h, first);
            case OdeMethod.Midpoint:
                return Moved(x, h, field(Moved(x, h / 2, first), t + (h / 2)));
            case OdeMethod.Heun:
                var end = field(Moved(x, h, first), t + h);
                return Moved(Moved(x, h / 2, first), h / 2, end);
            case OdeMethod.RungeKutta4:
                var second = field(Moved(x, h / 2, first), t + (h / 2));
                var third = field(Moved(x, h / 2, second), t + (h / 2));
                var fourth = field(Moved(x, h, third), t + h);
                return Moved(Moved(Moved(Moved(x, h / 6, first), h / 3, second), h / 3, third), h / 6, fourth);
            default:
                throw new InvalidOperationException($"{Method} is not a method.");
        }
    }

    /// <summary>x + h·v.</summary>
    private static float[] Moved(float[] x, double h, float[] velocity)
    {
        var moved = new float[x.Length];
        for (var i = 0; i < x.Length; i++)
            moved[i] = (float)(x[i] + (h * velocity[i]));
        return moved;
    }
}
