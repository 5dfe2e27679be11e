namespace TorchSharp;

/// <summary>Whether cdist may go through a matrix product, which is faster and less precise.</summary>
public enum compute_mode { use_mm_for_euclid_dist_if_necessary = 0, use_mm_for_euclid_dist = 1, donot_use_mm_for_euclid_dist = 2 }
