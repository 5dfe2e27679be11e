namespace PreferenceFlow.FlowModel.LatentFlow;

/// <summary>An explicit Runge–Kutta method.</summary>
public enum OdeMethod
{
    /// <summary>Order 1, one evaluation a step.</summary>
    Euler,

    /// <summary>Order 2, two evaluations a step: the slope in the middle of an Euler step.</summary>
    Midpoint,

    /// <summary>Order 2, two evaluations a step: the mean of the slopes at both ends.</summary>
    Heun,

    /// <summary>The classical method of order 4, four evaluations a step.</summary>
    RungeKutta4,
}
