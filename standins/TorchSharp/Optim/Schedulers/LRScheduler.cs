namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimiser's groups as steps go by. Making one takes the first step.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;
                private readonly List<double> _start = [];
                private List<double> _last = [];

                protected LRScheduler() { }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    (Target, Epoch, Verbose) = (optimizer, last_epoch, verbose);
                    _start = optimizer.ParamGroups.Select(group => group.InitialLearningRate).ToList();
                    _last = optimizer.ParamGroups.Select(group => group.LearningRate).ToList();
                }

                internal Optimizer? Target { get; }
                internal int Epoch { get; set; }
                private bool Verbose { get; }

                /// <summary>The learning rates that the groups began with.</summary>
                private protected IReadOnlyList<double> Start => _start;

                public virtual void step() => step(null);

                public virtual void step(int? epoch)
                {
                    _step_count++;
                    Epoch = epoch ?? Epoch + 1;
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToList();
                    foreach (var (group, rate) in Target!.ParamGroups.Zip(rates))
                    {
                        if (Verbose && group.LearningRate != rate)
                            Console.WriteLine($"Adjusting learning rate to {rate}");
                        group.LearningRate = rate;
                    }
                    _last = rates;
                }

                /// <summary>The metric is for schedulers that watch one.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                public IEnumerable<double> get_last_lr() => _last;

                protected virtual IEnumerable<double> get_lr() => Target!.ParamGroups.Select(group => group.LearningRate);
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();
            }
        }
    }
}
