// One test at a time: the seeded generator that weights and dropout are drawn from belongs to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(PreferenceFlow.Training.Tests.TinyLesson))]
