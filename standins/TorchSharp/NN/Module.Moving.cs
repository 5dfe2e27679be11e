using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                InitializeDeviceType(device.type);
                _toEpilog(dtype, device, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                InitializeDeviceType(deviceType);
                if (deviceType != _deviceType || deviceIndex != _deviceIndex)
                    _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                _toEpilog(dtype, null, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking) =>
                _to(other.dtype, non_blocking)._to(other.device_type, other.device_index, non_blocking);

            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);
            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) => _toEpilog(dtype, device, non_blocking);
            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            /// <summary>Moves what is below, then this module's own tensors, in the registry and in the fields that hold them.</summary>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var (_, module) in named_children())
                    if (device is null)
                        module._to(dtype!.Value, non_blocking);
                    else if (dtype is null)
                        module._to(device.type, device.index, non_blocking);
                    else
                        module._to(device, dtype.Value, non_blocking);

                foreach (var (key, parameter) in _internal_params.ToArray<(string, Parameter)>())
                    if (ReplaceParameter(dtype, device, parameter, out var moved))
                    {
                        _internal_params[key] = moved!;
                        Refer(parameter, moved!);
                        parameter.Dispose();
                    }
                foreach (var (key, (buffer, persistent)) in _internal_buffers.ToArray<(string, (Tensor, bool))>())
                    if (persistent && ReplaceBuffer(dtype, device, buffer, out var moved))
                    {
                        _internal_buffers[key] = (moved!, persistent);
                        Refer(buffer, moved!);
                    }
                if (device is not null)
                    (_deviceType, _deviceIndex) = (device.type, device.index);
            }

            /// <summary>Points the fields that held one tensor at another.</summary>
            private void Refer(Tensor before, Tensor after)
            {
                foreach (var field in Fields(GetType()))
                    if (typeof(Tensor).IsAssignableFrom(field.FieldType) && ReferenceEquals(field.GetValue(this), before))
                        field.SetValue(this, after);
            }

            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                var (type, place) = Target(dtype, device, buffer);
                result = Stays(buffer, type, place) ? null : buffer.to(type, place, disposeAfter: true).DetachFromDisposeScope();
                return result is not null;
            }

            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                var (type, place) = Target(dtype, device, param);
                if (Stays(param, type, place))
                    return false;
                using var _ = no_grad(); // the move is no part of any graph, and the result is a leaf
                using var grad = param.grad;
                p = new Parameter(param.to(type, place), param.requires_grad);
                p.DetachFromDisposeScope();
                if (grad is not null)
                {
                    using var moved = grad.to(type, place);
                    p.grad = moved;
                }
                return true;
            }

            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            private static (ScalarType, Device) Target(ScalarType? dtype, Device? device, Tensor tensor) =>
                (dtype is not null && tensor.is_floating_point() ? dtype.Value : tensor.dtype, device ?? tensor.device);

            private static bool Stays(Tensor tensor, ScalarType type, Device device) =>
                tensor.dtype == type && tensor.device_type == device.type &&
                (device.index < 0 || tensor.device_index < 0 || tensor.device_index == device.index);

            private static void RequireFloatingPoint(ScalarType dtype)
            {
                if (!is_floating_point(dtype))
                    throw new ArgumentException($"nn.Module.to only accepts floating point types, but got desired dtype={dtype}");
            }
        }
    }
}
