namespace Verditer.ResourceManager.Types.Data;

/// <summary>A shape that is decoded when it is needed. Shapes refer to each other in circles.</summary>
internal readonly struct ShapeReference(TypeFile file, int id)
{
    public Shape Shape => file.Shape(id);
}
