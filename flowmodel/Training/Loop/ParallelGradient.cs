using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Loop;

/// <summary>
/// The gradient of a sum of losses, each with its forward and backward pass on a thread of its own. Between two matrix products lies
/// much work that one thread does; several parts of a batch side by side keep all cores busy through it.
/// </summary>
internal static class ParallelGradient
{
    /// <summary>More terms than this would leave each too little work.</summary>
    private const int MaxTerms = 8;

    /// <summary>Divides the machine's cores between terms and the threads inside one matrix product.</summary>
    /// <returns>How many terms a loss should have here, at least 1.</returns>
    public static int TakeCores()
    {
        var terms = Math.Min(Environment.ProcessorCount, MaxTerms);
        set_num_threads(Environment.ProcessorCount / terms);
        return terms;
    }

    /// <summary>
    /// Sets the gradient of each weight; null for one that no term uses. The terms are added in their order, so the result does not
    /// depend on which thread is first.
    /// </summary>
    /// <returns>The sum of the losses.</returns>
    public static double Set(IReadOnlyList<Parameter> weights, IReadOnlyList<Func<Tensor>> terms)
    {
        using var scope = NewDisposeScope();
        foreach (var weight in weights)
            weight.grad = null;
        if (terms.Count == 1)
        {
            var only = terms[0]();
            only.backward();
            return only.item<float>();
        }

        var others = terms.Skip(1).Select(term => Task.Run(() => Of(weights, term))).ToArray();
        var parts = new List<(double Loss, Tensor?[] Gradients)> { Of(weights, terms[0]) };
        parts.AddRange(others.Select(other => other.GetAwaiter().GetResult()));
        for (var i = 0; i < weights.Count; i++)
        {
            var own = parts.Select(part => part.Gradients[i]).OfType<Tensor>().ToArray();
            scope.Attach(own);
            weights[i].grad = own switch
            {
                [] => null,
                [var one] => one.clone(), // it may be another weight's gradient too
                _ => own.Aggregate((sum, next) => sum + next).contiguous(),
            };
        }

        return parts.Sum(part => part.Loss);
    }

    /// <summary>Loss and gradients of one term, owned by no scope; null for a weight that the term does not use.</summary>
    private static (double Loss, Tensor?[] Gradients) Of(IReadOnlyList<Parameter> weights, Func<Tensor> term)
    {
        using var scope = NewDisposeScope();
        var loss = term();
        var gradients = autograd.grad([loss], [.. weights], allow_unused: true);
        return (loss.item<float>(), [.. gradients.Select(gradient => gradient.IsInvalid ? null : gradient.DetachFromDisposeScope())]);
    }
}
