// A C ABI over libtorch. Operators are called by name through the dispatcher, as TorchScript calls them, so this file knows only
// the kinds of values that cross the border; the rest is what has no operator: autograd, random state, optimiser steps.
// A tensor is a TensorImpl* that owns one reference. Every function that can fail returns a negative number or null, and
// ts_error() then holds the message for the calling thread.
#include <dlfcn.h>
#include <torch/torch.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#define TS_API extern "C" __attribute__((visibility("default")))
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TS_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define TS_CLONES
#endif

using at::Tensor;
using Impl = c10::TensorImpl;
using TensorPtr = c10::intrusive_ptr<Impl, c10::UndefinedTensorImpl>;

static thread_local std::string last_error;

static void remember(const char* text) {
    last_error = text;
    const auto trace = last_error.find("\nException raised from");
    if (trace != std::string::npos) last_error.resize(trace);
}

template <class F, class R>
static R guarded(R failure, F&& body) {
    try {
        return body();
    } catch (const c10::Error& e) {
        remember(e.what_without_backtrace());
    } catch (const std::exception& e) {
        remember(e.what());
    } catch (...) {
        remember("unknown native exception");
    }
    return failure;
}

static Tensor borrow(Impl* t) { return t ? Tensor(TensorPtr::reclaim_copy(t)) : Tensor(); }
static Impl* give(Tensor t) { return t.defined() ? t.unsafeReleaseTensorImpl() : nullptr; }
static std::vector<Tensor> borrow(Impl** ts, int64_t n) {
    std::vector<Tensor> v;
    v.reserve(n);
    for (int64_t i = 0; i < n; i++) v.push_back(borrow(ts[i]));
    return v;
}

TS_API const char* ts_error() { return last_error.c_str(); }

// ---- Operators -----------------------------------------------------------------------------------------------------------

enum Tag : int32_t { NONE, TENSOR, INT, DOUBLE, BOOL, INTS, DOUBLES, BOOLS, STRING, TENSORS, OPTIONAL_TENSORS, DEVICE, GENERATOR, DEFAULT };

struct Value {
    int32_t tag;
    int32_t count;
    union {
        int64_t i;
        double d;
        void* p;
    };
};

static c10::IValue to_ivalue(const Value& v, const c10::OperatorHandle& op, size_t position) {
    switch (v.tag) {
    case NONE: return c10::IValue();
    case TENSOR: return c10::IValue(borrow(static_cast<Impl*>(v.p)));
    case INT: return c10::IValue(v.i);
    case DOUBLE: return c10::IValue(v.d);
    case BOOL: return c10::IValue(v.i != 0);
    case INTS: {
        auto p = static_cast<int64_t*>(v.p);
        return c10::IValue(std::vector<int64_t>(p, p + v.count));
    }
    case DOUBLES: {
        auto p = static_cast<double*>(v.p);
        return c10::IValue(std::vector<double>(p, p + v.count));
    }
    case BOOLS: {
        c10::List<bool> list;
        for (int32_t i = 0; i < v.count; i++) list.push_back(static_cast<int64_t*>(v.p)[i] != 0);
        return c10::IValue(list);
    }
    case STRING: return c10::IValue(std::string(static_cast<const char*>(v.p), v.count));
    case TENSORS: {
        c10::List<Tensor> list;
        list.reserve(v.count);
        for (int32_t i = 0; i < v.count; i++) list.push_back(borrow(static_cast<Impl**>(v.p)[i]));
        return c10::IValue(list);
    }
    case OPTIONAL_TENSORS: {
        c10::List<c10::optional<Tensor>> list;
        list.reserve(v.count);
        for (int32_t i = 0; i < v.count; i++) {
            auto t = static_cast<Impl**>(v.p)[i];
            list.push_back(t ? c10::optional<Tensor>(borrow(t)) : c10::optional<Tensor>());
        }
        return c10::IValue(list);
    }
    case DEVICE: return c10::IValue(c10::Device(static_cast<c10::DeviceType>(v.count), static_cast<c10::DeviceIndex>(v.i)));
    case GENERATOR: return c10::IValue(*static_cast<at::Generator*>(v.p));
    default: {
        const auto& value = op.schema().arguments().at(position).default_value();
        TORCH_CHECK(value.has_value(), "argument ", position, " of ", op.schema().name(), " has no default");
        return *value;
    }
    }
}

static void from_ivalue(const c10::IValue& v, Value& out) {
    out = Value{NONE, 0, {0}};
    if (v.isTensor()) {
        out.p = give(v.toTensor());
        out.tag = out.p ? TENSOR : NONE;
    } else if (v.isInt()) {
        out.tag = INT;
        out.i = v.toInt();
    } else if (v.isDouble()) {
        out.tag = DOUBLE;
        out.d = v.toDouble();
    } else if (v.isBool()) {
        out.tag = BOOL;
        out.i = v.toBool();
    } else if (v.isTensorList()) {
        auto list = v.toTensorVector();
        auto array = new Impl*[list.size()];
        for (size_t i = 0; i < list.size(); i++) array[i] = give(std::move(list[i]));
        out.tag = TENSORS;
        out.count = static_cast<int32_t>(list.size());
        out.p = array;
    } else {
        TORCH_CHECK(v.isNone(), "unexpected kind of result: ", v.tagKind());
    }
}

TS_API void* ts_find(const char* name, const char* overload) {
    return guarded((void*)nullptr, [&]() -> void* {
        return new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
    });
}

// Calls an operator; arguments left out at the end take their defaults. Returns the number of results.
TS_API int32_t ts_call(void* handle, const Value* args, int32_t count, Value* results, int32_t capacity) {
    return guarded(-1, [&]() -> int32_t {
        const auto& op = *static_cast<c10::OperatorHandle*>(handle);
        const size_t wanted = op.schema().arguments().size();
        torch::jit::Stack stack;
        stack.reserve(wanted);
        for (int32_t i = 0; i < count; i++) stack.push_back(to_ivalue(args[i], op, i));
        for (size_t i = count; i < wanted; i++) stack.push_back(to_ivalue(Value{DEFAULT, 0, {0}}, op, i));
        op.callBoxed(&stack);
        const int32_t n = static_cast<int32_t>(stack.size());
        TORCH_CHECK(n <= capacity, op.schema().name(), " returned ", n, " values");
        for (int32_t i = 0; i < n; i++) from_ivalue(stack[i], results[i]);
        return n;
    });
}

TS_API void ts_free(Impl* t) {
    if (t) guarded(0, [&] { TensorPtr::reclaim(t); return 0; });
}
TS_API void ts_free_list(Impl** list) { delete[] list; }

// ---- A tensor's properties -----------------------------------------------------------------------------------------------

struct Info {
    void* data;
    const int64_t* sizes;
    const int64_t* strides;
    int64_t numel, offset;
    int32_t dim, dtype, device_type, device_index, element_size, flags;
};
enum { REQUIRES_GRAD = 1, IS_LEAF = 2, CONTIGUOUS = 4, SPARSE = 8 };

TS_API int32_t ts_info(Impl* t, Info* out) {
    return guarded(-1, [&] {
        const Tensor x = borrow(t);
        const bool strided = x.layout() == at::kStrided;
        *out = Info{};
        out->sizes = x.sizes().data();
        out->numel = x.numel();
        out->dim = static_cast<int32_t>(x.dim());
        out->dtype = static_cast<int32_t>(x.scalar_type());
        out->device_type = static_cast<int32_t>(x.device().type());
        out->device_index = x.device().index();
        out->element_size = static_cast<int32_t>(x.dtype().itemsize());
        out->flags = (x.requires_grad() ? REQUIRES_GRAD : 0) | (x.is_leaf() ? IS_LEAF : 0) | (strided ? 0 : SPARSE);
        if (strided) {
            out->strides = x.strides().data();
            out->offset = x.storage_offset();
            out->flags |= x.is_contiguous() ? CONTIGUOUS : 0;
            out->data = x.has_storage() && !x.is_meta() ? x.data_ptr() : nullptr;
        }
        return 0;
    });
}

// ---- Autograd ------------------------------------------------------------------------------------------------------------

TS_API int32_t ts_set_requires_grad(Impl* t, int32_t on) {
    return guarded(-1, [&] { borrow(t).set_requires_grad(on != 0); return 0; });
}
TS_API Impl* ts_grad(Impl* t) { return guarded((Impl*)nullptr, [&] { return give(borrow(t).grad()); }); }
TS_API int32_t ts_set_grad(Impl* t, Impl* g) {
    return guarded(-1, [&] { borrow(t).mutable_grad() = borrow(g); return 0; });
}
TS_API int32_t ts_retain_grad(Impl* t) { return guarded(-1, [&] { borrow(t).retain_grad(); return 0; }); }
TS_API int32_t ts_backward(Impl** ts, int64_t n, Impl** gs, int64_t ng, int32_t retain, int32_t create, Impl** ins, int64_t ni) {
    return guarded(-1, [&] {
        torch::autograd::backward(borrow(ts, n), borrow(gs, ng), retain != 0, create != 0, borrow(ins, ni));
        return 0;
    });
}
TS_API int32_t ts_gradients(Impl** outs, int64_t n, Impl** ins, int64_t ni, Impl** gs, int64_t ng, int32_t retain, int32_t create,
                            int32_t unused, Impl** results) {
    return guarded(-1, [&] {
        auto r = torch::autograd::grad(borrow(outs, n), borrow(ins, ni), borrow(gs, ng), retain != 0, create != 0, unused != 0);
        for (size_t i = 0; i < r.size(); i++) results[i] = give(std::move(r[i]));
        return 0;
    });
}
TS_API int32_t ts_grad_enabled() { return at::GradMode::is_enabled(); }
TS_API void ts_set_grad_enabled(int32_t on) { at::GradMode::set_enabled(on != 0); }
TS_API void* ts_inference_enter(int32_t on) { return new c10::InferenceMode(on != 0); }
TS_API void ts_inference_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
TS_API int32_t ts_inference_enabled() { return c10::InferenceMode::is_enabled(); }
TS_API int32_t ts_anomaly_enabled() {
    return (torch::autograd::AnomalyMode::is_enabled() ? 1 : 0) | (torch::autograd::AnomalyMode::should_check_nan() ? 2 : 0);
}
TS_API void ts_set_anomaly(int32_t on, int32_t check_nan) { torch::autograd::AnomalyMode::set_enabled(on != 0, check_nan != 0); }

// ---- Random state, threads, devices --------------------------------------------------------------------------------------

TS_API int32_t ts_manual_seed(int64_t seed) {
    return guarded(-1, [&] { torch::manual_seed(static_cast<uint64_t>(seed)); return 0; });
}
TS_API int32_t ts_cuda_seed(int64_t seed, int32_t all) {
    return guarded(-1, [&] { all ? torch::cuda::manual_seed_all(seed) : torch::cuda::manual_seed(seed); return 0; });
}
TS_API at::Generator* ts_generator_new(uint64_t seed, int32_t device_type, int32_t device_index) {
    return guarded((at::Generator*)nullptr, [&]() -> at::Generator* {
        TORCH_CHECK(device_type == 0, "Generators are supported on the CPU only; seed other devices with torch.manual_seed.");
        return new at::Generator(at::detail::createCPUGenerator(seed));
    });
}
TS_API at::Generator* ts_generator_default() { return new at::Generator(at::detail::getDefaultCPUGenerator()); }
TS_API void ts_generator_free(at::Generator* g) { delete g; }
TS_API void ts_generator_seed(at::Generator* g, uint64_t seed) {
    std::lock_guard<std::mutex> lock(g->mutex());
    g->set_current_seed(seed);
}
TS_API uint64_t ts_generator_current_seed(at::Generator* g) { return g->current_seed(); }
TS_API Impl* ts_generator_state(at::Generator* g) {
    return guarded((Impl*)nullptr, [&] {
        std::lock_guard<std::mutex> lock(g->mutex());
        return give(g->get_state());
    });
}
TS_API int32_t ts_generator_set_state(at::Generator* g, Impl* state) {
    return guarded(-1, [&] {
        std::lock_guard<std::mutex> lock(g->mutex());
        g->set_state(borrow(state));
        return 0;
    });
}
TS_API int32_t ts_threads() { return at::get_num_threads(); }
// The real package's libtorch has its matrix products in MKL, whose threads this sets too; here they may be in OpenBLAS.
TS_API int32_t ts_set_threads(int32_t n) {
    return guarded(-1, [&] {
        at::set_num_threads(n);
        if (void* blas = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_NOLOAD)) {
            if (auto set = reinterpret_cast<void (*)(int)>(dlsym(blas, "openblas_set_num_threads"))) set(n);
            dlclose(blas);
        }
        return 0;
    });
}
TS_API int32_t ts_interop_threads() { return at::get_num_interop_threads(); }
TS_API int32_t ts_set_interop_threads(int32_t n) { return guarded(-1, [&] { at::set_num_interop_threads(n); return 0; }); }
TS_API int32_t ts_cuda_devices() { return guarded(0, [] { return static_cast<int>(torch::cuda::device_count()); }); }
TS_API int32_t ts_cudnn() { return guarded(0, [] { return torch::cuda::cudnn_is_available() ? 1 : 0; }); }
TS_API int32_t ts_cuda_synchronize(int64_t device) {
    return guarded(-1, [&] { torch::cuda::synchronize(device); return 0; });
}
TS_API const char* ts_version() { return TORCH_VERSION; }

// ---- Optimisers: one call per step ---------------------------------------------------------------------------------------

TS_CLONES static void adamw_kernel(float* __restrict p, const float* __restrict g, float* __restrict m, float* __restrict v, int64_t n,
                                   float decay, float sign, float b1, float b2, float eps, float root2, float step_size) {
    const float c1 = 1 - b1, c2 = 1 - b2;
    for (int64_t i = 0; i < n; i++) {
        const float w = p[i] * decay;
        const float d = g[i] * sign;
        const float a = m[i] * b1 + d * c1;
        const float s = v[i] * b2 + d * d * c2;
        m[i] = a;
        v[i] = s;
        p[i] = w - step_size * (a / (std::sqrt(s) / root2 + eps));
    }
}

static bool plain(const Tensor& t) {
    return t.scalar_type() == at::kFloat && t.device().is_cpu() && t.layout() == at::kStrided && t.is_contiguous();
}

// One AdamW step.
// Parameters without a gradient are passed over; steps counts each parameter's own steps.
TS_API int32_t ts_adamw(Impl** ps, Impl** ms, Impl** vs, Impl** maxima, int64_t* steps, int64_t n, double lr, double b1, double b2,
                       double eps, double weight_decay, int32_t maximize) {
    return guarded(-1, [&] {
        at::NoGradGuard no_grad;
        for (int64_t k = 0; k < n; k++) {
            Tensor p = borrow(ps[k]), g = p.grad();
            if (!g.defined()) continue;
            Tensor m = borrow(ms[k]), v = borrow(vs[k]);
            const double t = static_cast<double>(++steps[k]);
            const double step_size = lr / (1 - std::pow(b1, t)), root2 = std::sqrt(1 - std::pow(b2, t));
            const double decay = 1 - lr * weight_decay, sign = maximize ? -1 : 1;
            if (!maxima && plain(p) && plain(g) && plain(m) && plain(v)) {
                float *pp = p.data_ptr<float>(), *gp = g.data_ptr<float>(), *mp = m.data_ptr<float>(), *vp = v.data_ptr<float>();
                at::parallel_for(0, p.numel(), 1 << 15, [&](int64_t from, int64_t to) {
                    adamw_kernel(pp + from, gp + from, mp + from, vp + from, to - from, decay, sign, b1, b2, eps, root2, step_size);
                });
                p.unsafeGetTensorImpl()->bump_version();
                continue;
            }
            if (maximize) g = -g;
            if (decay != 1) p.mul_(decay);
            m.mul_(b1).add_(g, 1 - b1);
            v.mul_(b2).addcmul_(g, g, 1 - b2);
            if (maxima) borrow(maxima[k]).copy_(at::maximum(borrow(maxima[k]), v));
            p.addcdiv_(m, (maxima ? borrow(maxima[k]) : v).sqrt().div_(root2).add_(eps), -step_size);
        }
        return 0;
    });
}

// One SGD step. buffers[k] is the momentum of parameter k, or null until its first step.
TS_API int32_t ts_sgd(Impl** ps, Impl** buffers, int64_t n, double lr, double momentum, double dampening, double weight_decay,
                      int32_t nesterov, int32_t maximize) {
    return guarded(-1, [&] {
        at::NoGradGuard no_grad;
        for (int64_t k = 0; k < n; k++) {
            Tensor p = borrow(ps[k]), g = p.grad();
            if (!g.defined()) continue;
            if (maximize) g = -g;
            if (weight_decay != 0) g = g.add(p, weight_decay);
            if (momentum != 0) {
                Tensor buffer;
                if (!buffers[k]) {
                    buffer = g.detach().clone();
                    buffers[k] = give(buffer);
                } else {
                    buffer = borrow(buffers[k]);
                    buffer.mul_(momentum).add_(g, 1 - dampening);
                }
                g = nesterov ? g.add(buffer, momentum) : buffer;
            }
            p.add_(g, -lr);
        }
        return 0;
    });
}

TS_API int32_t ts_zero_grad(Impl** ps, int64_t n, int32_t set_to_none) {
    return guarded(-1, [&] {
        at::NoGradGuard no_grad;
        for (int64_t k = 0; k < n; k++) {
            Tensor p = borrow(ps[k]);
            auto& g = p.mutable_grad();
            if (!g.defined()) continue;
            if (set_to_none) {
                g = Tensor();
            } else {
                g.detach_().requires_grad_(false);
                g.zero_();
            }
        }
        return 0;
    });
}

// The norm of all gradients together, after which they are scaled so that it does not exceed the maximum.
TS_API int32_t ts_clip_grad_norm(Impl** ps, int64_t n, double maximum, double type, double* norm) {
    return guarded(-1, [&] {
        *norm = 0;
        at::NoGradGuard no_grad;
        std::vector<Tensor> gs, norms;
        for (int64_t k = 0; k < n; k++) {
            Tensor g = borrow(ps[k]).grad();
            if (!g.defined()) continue;
            norms.push_back(at::norm(g, type).to(at::kFloat));
            gs.push_back(g);
        }
        if (gs.empty()) return 0;
        for (auto& x : norms) x = x.to(norms[0].device());
        const Tensor all = at::stack(norms);
        *norm = (std::isinf(type) ? all.max() : at::norm(all, type)).item<double>();
        const double scale = maximum / (*norm + 1e-6);
        if (scale < 1 || !std::isfinite(*norm))
            for (auto& g : gs) g.mul_(scale);
        return 0;
    });
}
