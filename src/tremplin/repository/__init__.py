"""Models and their versions, tags and cards, checked byte for byte before they are loaded."""

from tremplin.repository.artifact import ModelVersion, Problem, StoredArtifact
from tremplin.repository.card import CARD_KEYS
from tremplin.repository.disk import DiskStore
from tremplin.repository.layers import LayeredRepository, open_models, shipped
from tremplin.repository.refs import Ref
from tremplin.repository.repository import Repository, Savable
from tremplin.repository.store import Store

__all__ = [
    "CARD_KEYS",
    "DiskStore",
    "LayeredRepository",
    "ModelVersion",
    "Problem",
    "Ref",
    "Repository",
    "Savable",
    "Store",
    "StoredArtifact",
    "open_models",
    "shipped",
]
